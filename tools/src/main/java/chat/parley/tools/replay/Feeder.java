package chat.parley.tools.replay;

import chat.parley.tools.client.Outgoing;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Gives each line of the script to its device when it is due and there is room. */
final class Feeder {

    private static final Duration POLL = Duration.ofMillis(20);
    private static final int SHOWN_EVERY = 256;

    private final Replay.Plan plan;
    private final Stage stage;
    private final Mark mark;
    private final Ledger ledger;
    private final Runnable show;
    private final Stall stall = new Stall(Replay.STALL_MAX);
    private int number;

    /** @param show is called now and then */
    Feeder(Replay.Plan plan, Stage stage, Mark mark, Ledger ledger, Runnable show) {
        this.plan = plan;
        this.stage = stage;
        this.mark = mark;
        this.ledger = ledger;
        this.show = show;
    }

    /**
     * Plays all; returns when the last line was given.
     *
     * @throws Replay.Broken when the server answers no more
     */
    void play() throws InterruptedException {
        long start = System.nanoTime();
        plan.pace().begin();
        plan.script().play(line -> {
            long due = start + plan.pace().dueNanos(line.seconds());
            await(due);
            takeRoom();
            // As fast as possible means: as soon as there is room.
            say(line, plan.pace().paced() ? due : System.nanoTime());
        });
    }

    private void say(Script.Line line, long intendedNanos) {
        int mine = number++;
        String text = mark.marked(mine, line.text());
        Outgoing send = new Outgoing(stage.rooms().get(line.scene()).id(), mark.key(mine), text);
        Device device = stage.devices().get(line.user());
        device.connection().loop().execute(() -> {
            ledger.sent(mine, line.scene(), line.user(), text, intendedNanos);
            device.say(send);
        });
        if (mine % SHOWN_EVERY == 0) {
            show.run();
        }
    }

    private void takeRoom() throws InterruptedException {
        stall.restart();
        while (!stage.room(POLL)) {
            show.run();
            if (stall.at(stage.answered())) {
                throw new Replay.Broken("no send was answered for " + Replay.STALL_MAX.toSeconds() + " s");
            }
        }
    }

    private void await(long dueNanos) {
        for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
            show.run();
            LockSupport.parkNanos(Math.min(left, POLL.toNanos()));
        }
    }
}
