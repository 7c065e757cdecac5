package chat.parley.tools.replay;

import chat.parley.client.ParleyApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A conversation of the run: a group with a keeper of its own, who lets in and sends out; and what stood at each of its
 * numbers, by whoever saw it first.
 */
final class Room {

    /** What somebody saw at a number: a message of this run, or {@link Mark#NONE}. */
    private record Seen(String messageId, int number) {}

    private final int index;
    private final Script.Scene scene;
    private final boolean wholeHistory;
    private final ParleyApi keeper;
    private final CountDownLatch linesLeft;
    private final List<@Nullable Seen> bySeq = new ArrayList<>();
    private @Nullable String id;

    /** @param wholeHistory whether those who join later see what was before */
    Room(int index, Script.Scene scene, boolean wholeHistory, ParleyApi keeper) {
        this.index = index;
        this.scene = scene;
        this.wholeHistory = wholeHistory;
        this.keeper = keeper;
        this.linesLeft = new CountDownLatch(scene.lines());
    }

    /** Makes the group, or finds it when this run was played before. */
    void found(List<String> founders, String key) throws InterruptedException {
        String title = scene.title().substring(0, Math.min(scene.title().length(), 200));
        id = Insistence.on(() -> keeper.group(title, founders, wholeHistory, key))
                .conversationId();
    }

    void letIn(String user) throws InterruptedException {
        Insistence.on(() -> keeper.addMembers(id(), List.of(user)));
    }

    void sendOut(String user) throws InterruptedException {
        Insistence.onDeparture(() -> keeper.removeMember(id(), user));
    }

    int index() {
        return index;
    }

    String id() {
        return Objects.requireNonNull(id, "not founded");
    }

    Script.Scene scene() {
        return scene;
    }

    boolean wholeHistory() {
        return wholeHistory;
    }

    ParleyApi keeper() {
        return keeper;
    }

    /** A line was played, and answered for good. */
    void lineDone() {
        linesLeft.countDown();
    }

    /** Waits until all lines were. */
    void awaitLines() throws InterruptedException {
        linesLeft.await();
    }

    /**
     * Somebody saw this message there.
     *
     * @param number of the message in the script, or {@link Mark#NONE}
     * @return false when another was seen there before
     */
    synchronized boolean saw(long seq, String messageId, int number) {
        while (bySeq.size() <= seq) {
            bySeq.add(null);
        }
        Seen now = new Seen(messageId, number);
        Seen before = bySeq.get((int) seq);
        if (before == null) {
            bySeq.set((int) seq, now);
        }
        return before == null || before.equals(now);
    }
}
