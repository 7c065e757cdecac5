package chat.parley.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.Filter;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * RocksDB, open, and all native memory that goes with it. Whoever uses it sees to it that nobody does after {@link
 * #close}: that would end the process. {@link Engine} does.
 *
 * <p>A write-ahead log that was torn by a crash ends in half a write, which nobody was told of; it is dropped and the rest
 * opened (point-in-time recovery). That mode would also drop everything behind a damaged record in the midst of a log,
 * silently and acknowledged or not, so {@link WalCheck} looks at the logs before, and the store at its {@link AckedMark}
 * after; whether a log is missing altogether, RocksDB is asked to keep track of. It does so for the logs of one
 * run, so each run begins by writing what was in the older ones to sorted files. The
 * stricter modes of RocksDB itself would refuse either the half write or, after a power cut, a last write of which some
 * blocks are on the disk and others not.
 */
final class Database implements AutoCloseable {

    /** The logs together; beyond, the family that rests longest is written as a sorted file. Bounds the start. */
    private static final long WAL_BYTES_MAX = 64L * 1024 * 1024;

    private static final int OPEN_FILES_MAX = 512;

    /** Four parts, each with a lock of its own: enough for few threads, and large enough for the largest block. */
    private static final int CACHE_SHARD_BITS = 2;

    private static final long LOG_FILE_BYTES = 1024 * 1024;

    /** To be closed from the last to the first. */
    private final List<AbstractNativeReference> natives;

    private final RocksDB db;
    private final Map<Family, ColumnFamilyHandle> handles = new EnumMap<>(Family.class);
    private final WriteOptions synced;
    private final WriteOptions unsynced;
    private final ReadOptions streaming;

    private Database(
            List<AbstractNativeReference> natives,
            RocksDB db,
            List<ColumnFamilyHandle> inOrder,
            WriteOptions synced,
            WriteOptions unsynced,
            ReadOptions streaming) {
        this.natives = natives;
        this.db = db;
        Iterator<ColumnFamilyHandle> next = inOrder.iterator();
        for (Family family : Family.values()) {
            handles.put(family, next.next());
        }
        this.synced = synced;
        this.unsynced = unsynced;
        this.streaming = streaming;
    }

    static Database open(Path path, EmbeddedOptions options) throws RocksDBException {
        return open(path, options, false);
    }

    /** Changes nothing on disk; what is only in the write-ahead log is read into memory. */
    static Database openReadOnly(Path path, EmbeddedOptions options) throws RocksDBException {
        return open(path, options, true);
    }

    /** What {@link #open} would make first, and {@link #openReadOnly} does not do without. */
    static List<Family> missing(Path path) throws RocksDBException {
        RocksDB.loadLibrary();
        try (Options options = new Options()) {
            List<byte[]> there = RocksDB.listColumnFamilies(options, path.toString());
            return Arrays.stream(Family.values())
                    .filter(family -> there.stream().noneMatch(name -> Arrays.equals(name, family.bytes())))
                    .toList();
        }
    }

    private static Database open(Path path, EmbeddedOptions options, boolean readOnly) throws RocksDBException {
        RocksDB.loadLibrary();
        List<AbstractNativeReference> natives = new ArrayList<>();
        try {
            Cache cache = owned(natives, new LRUCache(options.memory().blockCacheBytes(), CACHE_SHARD_BITS));
            Filter bloom = owned(natives, Family.bloom());
            List<ColumnFamilyDescriptor> families = new ArrayList<>();
            for (Family family : Family.values()) {
                ColumnFamilyOptions tuned =
                        owned(natives, family.options(options.memory().memtableBytes(), cache, bloom));
                families.add(new ColumnFamilyDescriptor(family.bytes(), tuned));
            }
            DBOptions tuned = owned(natives, tuned());
            WriteOptions synced = owned(natives, new WriteOptions().setSync(options.fsync()));
            WriteOptions unsynced = owned(natives, new WriteOptions().setSync(false));
            ReadOptions streaming = owned(natives, new ReadOptions().setFillCache(false));
            List<ColumnFamilyHandle> handles = new ArrayList<>();
            RocksDB db = readOnly
                    ? RocksDB.openReadOnly(tuned, path.toString(), families, handles)
                    : RocksDB.open(tuned, path.toString(), families, handles);
            natives.add(db);
            natives.addAll(handles);
            return new Database(natives, db, handles, synced, unsynced, streaming);
        } catch (RocksDBException | RuntimeException e) {
            natives.reversed().forEach(AbstractNativeReference::close);
            throw e;
        }
    }

    private static DBOptions tuned() {
        return withTrackedLogs()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setParanoidChecks(true)
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                .setMaxTotalWalSize(WAL_BYTES_MAX)
                .setManualWalFlush(false)
                .setAvoidFlushDuringRecovery(false)
                .setAvoidFlushDuringShutdown(true)
                .setAllowFAllocate(false)
                // After an error we open anew: what is in memory then is what is on the disk.
                .setMaxBgErrorResumeCount(0)
                .setMaxOpenFiles(OPEN_FILES_MAX)
                .setMaxBackgroundJobs(2)
                .setSkipStatsUpdateOnDbOpen(true)
                .setBytesPerSync(1024 * 1024)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(2)
                .setMaxLogFileSize(LOG_FILE_BYTES);
    }

    /** Which write-ahead logs there have to be is written down with the other files. Java has no setter for that. */
    private static DBOptions withTrackedLogs() {
        Properties tracked = new Properties();
        tracked.setProperty("track_and_verify_wals_in_manifest", "true");
        return Objects.requireNonNull(DBOptions.getDBOptionsFromProps(tracked), "RocksDB knows the option");
    }

    private static <T extends AbstractNativeReference> T owned(List<AbstractNativeReference> natives, T one) {
        natives.add(one);
        return one;
    }

    byte @Nullable [] get(Family family, byte[] key) throws RocksDBException {
        return db.get(handle(family), key);
    }

    /** @return a value or null for each key, in their order */
    List<byte @Nullable []> get(Family family, List<byte[]> keys) throws RocksDBException {
        if (keys.isEmpty()) {
            return List.of();
        }
        ColumnFamilyHandle[] all = new ColumnFamilyHandle[keys.size()];
        Arrays.fill(all, handle(family));
        List<byte @Nullable []> values = db.multiGetAsList(Arrays.asList(all), keys);
        for (int i = 0; i < keys.size(); i++) {
            // It has nothing for a key that could not be read, as for one that is not there; asked alone, it says
            // which.
            if (values.get(i) == null) {
                values.set(i, get(family, keys.get(i)));
            }
        }
        return values;
    }

    /** Sees the rows of this moment; to be closed by the caller. */
    RocksIterator iterator(Family family) {
        return db.newIterator(handle(family));
    }

    /** The same for reading very much once, which is not to push anything out of the cache. */
    RocksIterator stream(Family family) {
        return db.newIterator(handle(family), streaming);
    }

    void write(WriteBatch batch, boolean sync) throws RocksDBException {
        db.write(sync ? synced : unsynced, batch);
    }

    void flushWal() throws RocksDBException {
        db.flushWal(true);
    }

    /** Gives back at once what lies wholly between two keys in files of its own; the rest goes with time. */
    void dropFiles(Family family, byte[] from, byte[] to) throws RocksDBException {
        db.deleteFilesInRanges(handle(family), List.of(from, to), false);
    }

    /**
     * Writes the files of a range anew, without what is deleted. Takes as long as the range is large.
     *
     * @param from null for the first
     * @param to null for the last
     */
    void compact(Family family, byte @Nullable [] from, byte @Nullable [] to) throws RocksDBException {
        try (CompactRangeOptions options = new CompactRangeOptions().setExclusiveManualCompaction(false)) {
            db.compactRange(handle(family), from, to, options);
        }
    }

    /** The first keys of a family's files, in their order: they divide it into parts of some size. */
    List<byte[]> firstKeys(Family family) {
        return db.getLiveFilesMetaData().stream()
                .filter(file -> Arrays.equals(file.columnFamilyName(), family.bytes()))
                .map(LiveFileMetaData::smallestKey)
                .sorted(Arrays::compareUnsigned)
                .toList();
    }

    /** As a release left it that did not know the family yet. For tests. */
    void dropFamily(Family family) throws RocksDBException {
        db.dropColumnFamily(handle(family));
    }

    /** Whether there is any row from one key up to, but not with, another. */
    boolean hasRows(Family family, byte[] from, byte[] to) throws RocksDBException {
        try (RocksIterator rows = iterator(family)) {
            rows.seek(from);
            rows.status();
            return rows.isValid() && Arrays.compareUnsigned(rows.key(), to) < 0;
        }
    }

    /** The sorted files that make up the database. */
    List<LiveFileMetaData> files() {
        return db.getLiveFilesMetaData();
    }

    /** How many rows were ever written or deleted. Whatever is written next raises it by one for each. */
    long writes() {
        return db.getLatestSequenceNumber();
    }

    long estimatedRows(Family family) throws RocksDBException {
        return db.getLongProperty(handle(family), "rocksdb.estimate-num-keys");
    }

    /** What is not in sorted files yet, and will need about as much disk. */
    long memtableBytes() throws RocksDBException {
        return db.getAggregatedLongProperty("rocksdb.cur-size-all-mem-tables");
    }

    ColumnFamilyHandle handle(Family family) {
        return Objects.requireNonNull(handles.get(family));
    }

    @Override
    public void close() {
        natives.reversed().forEach(AbstractNativeReference::close);
    }
}
