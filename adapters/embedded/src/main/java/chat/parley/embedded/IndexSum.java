package chat.parley.embedded;

import chat.parley.pipeline.IndexRow;

/**
 * A sum over index rows that does not depend on their order: equal sums of what is there and of what the messages ask for
 * mean equal rows, but for one chance in 2^64.
 */
final class IndexSum {

    private long count;
    private long sum;

    void add(IndexRow row) {
        count++;
        long hash = row.key().hashCode();
        hash = mixed(hash, row.position().offset());
        hash = mixed(hash, row.position().generation());
        hash = mixed(hash, row.messages());
        hash = mixed(hash, row.id().value());
        hash = mixed(hash, row.seq());
        hash = mixed(hash, row.serverTs());
        hash = mixed(hash, row.messageCount());
        hash = mixed(hash, row.hash().high());
        hash = mixed(hash, row.hash().low());
        sum += hash;
    }

    boolean isSameAs(IndexSum other) {
        return count == other.count && sum == other.sum;
    }

    /** The finishing step of MurmurHash3, over a running value. */
    private static long mixed(long hash, long value) {
        long h = hash * 31 + value;
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }
}
