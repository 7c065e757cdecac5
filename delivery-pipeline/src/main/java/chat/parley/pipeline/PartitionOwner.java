package chat.parley.pipeline;

import chat.parley.domain.Position;
import chat.parley.pipeline.port.Log;
import chat.parley.pipeline.port.Log.Logged;
import java.time.Duration;
import java.util.List;

/**
 * Works through the conversation log of one partition: reads, has the sequencer decide and store, moves the position.
 * Whoever runs it calls {@link #step} again and again, on one thread.
 *
 * <p>It reads on from where it came to itself, also after a failure, and never from a position that it finds committed:
 * another owner may have moved that beyond entries which the heads carried along here do not know.
 */
public final class PartitionOwner {

    /** Most entries of one batch: enough to share an fsync widely, few enough to be stored in a millisecond or two. */
    public static final int BATCH_MAX = 512;

    private final Log<Entry> log;
    private final Sequencer sequencer;
    private Position done;

    public PartitionOwner(Log<Entry> log, Sequencer sequencer) {
        this.log = log;
        this.sequencer = sequencer;
        this.done = log.committed();
    }

    /**
     * Deals with the next entries, if there are any within {@code wait}.
     *
     * @return how many
     * @throws chat.parley.pipeline.port.StoreUnavailable when they are not known to be stored; the next step reads them
     *     again
     */
    public int step(Duration wait) throws InterruptedException {
        List<Logged<Entry>> entries = log.read(done, BATCH_MAX, wait);
        if (entries.isEmpty()) {
            return 0;
        }
        sequencer.process(entries);
        Position last = entries.getLast().position();
        log.commit(last);
        done = last;
        return entries.size();
    }
}
