package chat.parley.embedded;

import java.nio.charset.StandardCharsets;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.Filter;
import org.rocksdb.IndexType;

/** The families of rows, and how each is read: by single keys, of which many are not there, or in ranges. */
enum Family {
    META("default", Access.BY_KEY, 8),
    MESSAGES("messages", Access.IN_RANGES, 1),
    INDEX("index", Access.BY_KEY, 2),
    HEADS("heads", Access.BY_KEY, 8),
    FLOORS("floors", Access.BY_KEY, 8),
    CURSORS("cursors", Access.BY_KEY, 8),
    MEMBERS("members", Access.IN_RANGES, 8),
    MEMBERSHIPS("memberships", Access.IN_RANGES, 8),
    EVENTS("events", Access.IN_RANGES, 4),
    USERS("users", Access.BY_KEY, 32),
    NAMES("names", Access.IN_RANGES, 32),
    PUSH_TOKENS("push_tokens", Access.BY_KEY, 32),
    LAST_ACTIVE("last_active", Access.BY_KEY, 16),
    PUSH_LOG("push_log", Access.IN_RANGES, 8),
    WAKEUPS("wakeups", Access.BY_KEY, 8),
    DUE("due", Access.IN_RANGES, 16),
    TRACES("traces", Access.IN_RANGES, 8),
    PREFERENCES("preferences", Access.BY_KEY, 32);

    private enum Access {
        BY_KEY,
        IN_RANGES
    }

    /** 1 % of the keys that are not there are looked for on disk. */
    private static final double BLOOM_BITS_PER_KEY = 10;

    /** Of a memtable: some 40 bits for a row of 250 bytes. */
    private static final double MEMTABLE_BLOOM_RATIO = 0.02;

    /** Messages are read by the page: larger blocks compress better and have a smaller index. */
    private static final int RANGE_BLOCK_BYTES = 16 * 1024;

    private static final int KEY_BLOCK_BYTES = 4 * 1024;

    /** Filters and indexes are cached in parts of this size: a whole one can be larger than the cache has room for. */
    private static final int METADATA_BLOCK_BYTES = 8 * 1024;

    /** What range deletions have hidden is gone from the disk after so long, even if nothing else is written. */
    private static final long COMPACTED_AFTER_SECONDS = 7L * 24 * 60 * 60;

    private static final long MEMTABLE_BYTES_MIN = 64 * 1024;

    private final String text;
    private final Access access;

    /**
     * The memtable is one part in so many of that of the messages. Small for what is written again and again: a small one
     * stays in the processor's cache, and drops the older versions when it is written to disk.
     */
    private final int memtablePart;

    Family(String text, Access access, int memtablePart) {
        this.text = text;
        this.access = access;
        this.memtablePart = memtablePart;
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    String text() {
        return text;
    }

    /** The caller closes the options and the filter's owner with the database. */
    ColumnFamilyOptions options(long memtableBytes, Cache cache, Filter bloom) {
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setPinTopLevelIndexAndFilter(true)
                .setIndexType(IndexType.kTwoLevelIndexSearch)
                .setMetadataBlockSize(METADATA_BLOCK_BYTES)
                .setBlockSize(access == Access.BY_KEY ? KEY_BLOCK_BYTES : RANGE_BLOCK_BYTES);
        ColumnFamilyOptions options = new ColumnFamilyOptions()
                .setWriteBufferSize(Math.max(memtableBytes / memtablePart, MEMTABLE_BYTES_MIN))
                .setMaxWriteBufferNumber(3)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setPeriodicCompactionSeconds(COMPACTED_AFTER_SECONDS);
        if (access == Access.BY_KEY) {
            table.setFilterPolicy(bloom).setPartitionFilters(true);
            options.setMemtablePrefixBloomSizeRatio(MEMTABLE_BLOOM_RATIO).setMemtableWholeKeyFiltering(true);
        }
        return options.setTableFormatConfig(table);
    }

    static Filter bloom() {
        return new BloomFilter(BLOOM_BITS_PER_KEY);
    }
}
