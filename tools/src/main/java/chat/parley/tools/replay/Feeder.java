package chat.parley.tools.replay;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Gives each line of the script to its person when it is due and there is room, and begins and ends the scenes. */
final class Feeder {

    private static final Duration POLL = Duration.ofMillis(20);
    private static final int SHOWN_EVERY = 256;

    private final Replay.Plan plan;
    private final Stage stage;
    private final Runnable show;
    private final Stall stall = new Stall(Replay.STALL_MAX);
    private final Map<Integer, SceneRun> running = new HashMap<>();
    private final Map<Integer, Integer> played = new HashMap<>();
    private int number;
    private int lines;

    /** @param show is called now and then */
    Feeder(Replay.Plan plan, Stage stage, Runnable show) {
        this.plan = plan;
        this.stage = stage;
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
            SceneRun scene = running.get(line.scene());
            if (scene == null) {
                scene = stage.begin(line.scene());
                running.put(line.scene(), scene);
            }
            long due = start + plan.pace().dueNanos(line.seconds());
            await(due);
            takeRoom();
            // As fast as possible means: as soon as there is room.
            act(line, scene.room(), plan.pace().paced() ? due : System.nanoTime());
            scene.played();
            if (played.merge(line.scene(), 1, Integer::sum)
                    == scene.room().scene().lines()) {
                running.remove(line.scene());
                stage.settle(scene);
            }
        });
    }

    private void act(Script.Line line, Room room, long intendedNanos) {
        Person person = stage.person(line);
        switch (line) {
            case Script.Line.Said said -> {
                int mine = number++;
                person.says(room, mine, stage.mark().marked(mine, said.text()), intendedNanos);
            }
            case Script.Line.Joined _ -> person.comes(room);
            case Script.Line.Parted _ -> person.goes(room);
        }
        if (++lines % SHOWN_EVERY == 0) {
            show.run();
        }
    }

    private void takeRoom() throws InterruptedException {
        stall.restart();
        while (!stage.room(POLL)) {
            show.run();
            if (stall.at(stage.answeredLines())) {
                throw new Replay.Broken("nothing was answered for " + Replay.STALL_MAX.toSeconds() + " s");
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
