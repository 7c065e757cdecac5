package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.pipeline.EntryKey;
import chat.parley.pipeline.IndexRow;
import java.util.Arrays;

/**
 * Sums over index rows that do not depend on their order, for many conversations apart. Where the sums of what is there and
 * of what the messages ask for are equal, the rows are, but for one chance in 2^64; where not, it is known in which of the
 * conversations to look.
 */
final class IndexSums {

    private static final int SLOTS = 4096;

    private final long[] sums = new long[SLOTS];
    private final long[] counts = new long[SLOTS];

    void add(IndexRow row) {
        int slot = slot(row.key().conversation());
        counts[slot]++;
        sums[slot] += hash(row);
    }

    /** Whether the rows of this conversation, and of others that share its slot, are the same in both. */
    boolean agreeOn(ConversationId conversation, IndexSums other) {
        int slot = slot(conversation);
        return counts[slot] == other.counts[slot] && sums[slot] == other.sums[slot];
    }

    boolean agreeOnAll(IndexSums other) {
        return Arrays.equals(counts, other.counts) && Arrays.equals(sums, other.sums);
    }

    private static int slot(ConversationId conversation) {
        return Math.floorMod(mixed(7, conversation.hashCode()), SLOTS);
    }

    private static long hash(IndexRow row) {
        long hash = hash(row.key());
        hash = mixed(hash, row.position().generation());
        hash = mixed(hash, row.position().offset());
        hash = mixed(hash, row.messages());
        hash = mixed(hash, row.id().value());
        hash = mixed(hash, row.seq());
        hash = mixed(hash, row.serverTs());
        hash = mixed(hash, row.messageCount());
        hash = mixed(hash, row.hash().high());
        return mixed(hash, row.hash().low());
    }

    private static long hash(EntryKey key) {
        long hash = hash(1, key.conversation().value());
        return switch (key) {
            case EntryKey.OfCreation _ -> mixed(hash, 0);
            case EntryKey.OfPosition change -> mixed(hash, change.position().offset());
            case EntryKey.OfSend send ->
                hash(hash(hash, send.sender().value()), send.clientMsgId().value());
        };
    }

    private static long hash(long seed, String text) {
        long hash = seed;
        for (int i = 0; i < text.length(); i++) {
            hash = hash * 0x100000001b3L + text.charAt(i);
        }
        return mixed(hash, text.length());
    }

    /** The finishing step of MurmurHash3, over a running value. */
    private static long mixed(long hash, long value) {
        long h = hash * 31 + value;
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }
}
