package chat.parley.embedded;

/**
 * How an {@link EmbeddedStore} uses the machine.
 *
 * @param fsync whether a write is on the disk, and not only with the operating system, before it is answered; without
 *     it a power cut may lose the last seconds, a crash of the process still nothing
 * @param blockCacheBytes memory for blocks read from disk, their indexes and filters; 1 MiB or more
 * @param memtableBytes memory that new messages fill before they are written as a sorted file; 64 KiB or more
 * @param rosterCacheBytes memory for the members of conversations in use, by estimate
 * @param spaceReserveBytes free disk space below which nothing is written any more
 * @param undeliveredMax most events that wait for the delivery worker, on disk; beyond, nothing is written any more
 * @param pushEventsMax most entries of the push log that wait, on disk; beyond, it takes no more
 * @param pushTargetCacheBytes memory for the devices of users that can be woken, by estimate
 */
public record EmbeddedOptions(
        boolean fsync,
        long blockCacheBytes,
        long memtableBytes,
        long rosterCacheBytes,
        long spaceReserveBytes,
        long undeliveredMax,
        long pushEventsMax,
        long pushTargetCacheBytes) {

    private static final long MIB = 1024 * 1024;

    public EmbeddedOptions {
        require(blockCacheBytes >= MIB, "blockCacheBytes is 1 MiB or more");
        require(memtableBytes >= 64 * 1024, "memtableBytes is 64 KiB or more");
        require(rosterCacheBytes >= 0, "rosterCacheBytes is not negative");
        require(spaceReserveBytes >= 0, "spaceReserveBytes is not negative");
        require(undeliveredMax >= 1, "undeliveredMax is 1 or more");
        require(pushEventsMax >= 1, "pushEventsMax is 1 or more");
        require(pushTargetCacheBytes >= 0, "pushTargetCacheBytes is not negative");
    }

    public static EmbeddedOptions defaults() {
        return new EmbeddedOptions(true, 64 * MIB, 32 * MIB, 64 * MIB, 16 * MIB, 10_000_000, 1_000_000, 32 * MIB);
    }

    public EmbeddedOptions withFsync(boolean on) {
        return new EmbeddedOptions(
                on,
                blockCacheBytes,
                memtableBytes,
                rosterCacheBytes,
                spaceReserveBytes,
                undeliveredMax,
                pushEventsMax,
                pushTargetCacheBytes);
    }

    public EmbeddedOptions withBlockCacheBytes(long bytes) {
        return new EmbeddedOptions(
                fsync,
                bytes,
                memtableBytes,
                rosterCacheBytes,
                spaceReserveBytes,
                undeliveredMax,
                pushEventsMax,
                pushTargetCacheBytes);
    }

    public EmbeddedOptions withMemtableBytes(long bytes) {
        return new EmbeddedOptions(
                fsync,
                blockCacheBytes,
                bytes,
                rosterCacheBytes,
                spaceReserveBytes,
                undeliveredMax,
                pushEventsMax,
                pushTargetCacheBytes);
    }

    public EmbeddedOptions withSpaceReserveBytes(long bytes) {
        return new EmbeddedOptions(
                fsync,
                blockCacheBytes,
                memtableBytes,
                rosterCacheBytes,
                bytes,
                undeliveredMax,
                pushEventsMax,
                pushTargetCacheBytes);
    }

    public EmbeddedOptions withUndeliveredMax(long events) {
        return new EmbeddedOptions(
                fsync,
                blockCacheBytes,
                memtableBytes,
                rosterCacheBytes,
                spaceReserveBytes,
                events,
                pushEventsMax,
                pushTargetCacheBytes);
    }

    public EmbeddedOptions withPushEventsMax(long events) {
        return new EmbeddedOptions(
                fsync,
                blockCacheBytes,
                memtableBytes,
                rosterCacheBytes,
                spaceReserveBytes,
                undeliveredMax,
                events,
                pushTargetCacheBytes);
    }

    public EmbeddedOptions withPushTargetCacheBytes(long bytes) {
        return new EmbeddedOptions(
                fsync,
                blockCacheBytes,
                memtableBytes,
                rosterCacheBytes,
                spaceReserveBytes,
                undeliveredMax,
                pushEventsMax,
                bytes);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
