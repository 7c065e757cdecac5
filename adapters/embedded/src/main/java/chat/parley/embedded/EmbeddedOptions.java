package chat.parley.embedded;

/**
 * How an {@link EmbeddedStore} uses the machine.
 *
 * @param fsync whether a write is on the disk, and not only with the operating system, before it is answered; without
 *     it a power cut may lose the last seconds, a crash of the process still nothing
 * @param spaceReserveBytes free disk space below which nothing is written any more
 */
public record EmbeddedOptions(boolean fsync, long spaceReserveBytes, Memory memory, Waiting waiting) {

    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;

    /**
     * What is held in memory.
     *
     * @param blockCacheBytes for blocks read from disk, their indexes and filters; 1 MiB or more
     * @param memtableBytes that new messages fill before they are written as a sorted file; 64 KiB or more
     * @param rosterCacheBytes for the members of conversations in use, by estimate
     * @param pushTargetCacheBytes for the devices of users that can be woken, by estimate
     */
    public record Memory(long blockCacheBytes, long memtableBytes, long rosterCacheBytes, long pushTargetCacheBytes) {

        static final Memory USUAL = new Memory(64 * MIB, 32 * MIB, 64 * MIB, 32 * MIB);

        public Memory {
            require(blockCacheBytes >= MIB, "blockCacheBytes is 1 MiB or more");
            require(memtableBytes >= 64 * KIB, "memtableBytes is 64 KiB or more");
            require(rosterCacheBytes >= 0, "rosterCacheBytes is not negative");
            require(pushTargetCacheBytes >= 0, "pushTargetCacheBytes is not negative");
        }
    }

    /**
     * How much waits on disk at most.
     *
     * @param undeliveredMax events that wait for the delivery worker; beyond, nothing is written any more
     * @param pushEventsMax entries of the push log; beyond, it takes no more
     */
    public record Waiting(long undeliveredMax, long pushEventsMax) {

        static final Waiting USUAL = new Waiting(10_000_000, 1_000_000);

        public Waiting {
            require(undeliveredMax >= 1, "undeliveredMax is 1 or more");
            require(pushEventsMax >= 1, "pushEventsMax is 1 or more");
        }
    }

    public EmbeddedOptions {
        require(spaceReserveBytes >= 0, "spaceReserveBytes is not negative");
    }

    public static EmbeddedOptions defaults() {
        return new EmbeddedOptions(true, 16 * MIB, Memory.USUAL, Waiting.USUAL);
    }

    public EmbeddedOptions withFsync(boolean on) {
        return new EmbeddedOptions(on, spaceReserveBytes, memory, waiting);
    }

    public EmbeddedOptions withSpaceReserveBytes(long bytes) {
        return new EmbeddedOptions(fsync, bytes, memory, waiting);
    }

    public EmbeddedOptions withMemtableBytes(long bytes) {
        Memory other = new Memory(memory.blockCacheBytes, bytes, memory.rosterCacheBytes, memory.pushTargetCacheBytes);
        return new EmbeddedOptions(fsync, spaceReserveBytes, other, waiting);
    }

    public EmbeddedOptions withUndeliveredMax(long events) {
        return new EmbeddedOptions(fsync, spaceReserveBytes, memory, new Waiting(events, waiting.pushEventsMax));
    }

    public EmbeddedOptions withPushEventsMax(long events) {
        return new EmbeddedOptions(fsync, spaceReserveBytes, memory, new Waiting(waiting.undeliveredMax, events));
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
