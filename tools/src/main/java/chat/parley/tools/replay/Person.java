package chat.parley.tools.replay;

import chat.parley.client.OutgoingMessage;
import chat.parley.client.ParleyApi;
import chat.parley.client.ParleyException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A user of the script: what he does, one after the other, with the device that he always has. He is let in before he
 * speaks where he is no member, and goes when what he said is answered.
 */
final class Person {

    private final Cast cast;
    private final String user;
    private final Device device;
    private final ParleyApi api;
    private final AtomicInteger scenesLeft;
    private final ExecutorService actions =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());

    /** His, in each room, on the thread of his actions. */
    private final List<Presence> presences = new ArrayList<>();

    private static final class Presence {
        private final Room room;
        private final List<CompletableFuture<?>> unanswered = new ArrayList<>();
        private boolean member;

        Presence(Room room) {
            this.room = room;
        }
    }

    /**
     * @param api his way to the server past the links of his devices, for what is asked about him
     * @param scenes in how many he appears
     */
    Person(Cast cast, String user, Device device, ParleyApi api, int scenes) {
        this.cast = cast;
        this.user = user;
        this.device = device;
        this.api = api;
        this.scenesLeft = new AtomicInteger(scenes);
    }

    String user() {
        return user;
    }

    Device device() {
        return device;
    }

    ParleyApi api() {
        return api;
    }

    /** The room was founded. */
    void appears(Room room, boolean asFounder) {
        device.attendance(room);
        actions.execute(() -> presence(room).member = asFounder);
    }

    /** @param intendedNanos when he should say it */
    void says(Room room, int number, String text, long intendedNanos) {
        actions.execute(() -> attempt(room, () -> {
            Presence here = enter(room);
            device.client().typing(room.id(), true);
            cast.ledger().sent(number, room.index(), cast.indexOf(user), text, intendedNanos);
            CompletableFuture<?> answered = device.client()
                    .send(OutgoingMessage.of(room.id(), cast.mark().key(number), text))
                    .handle((sent, failure) -> {
                        if (failure == null) {
                            cast.ledger().acked(number, sent);
                            cast.tally().acked(System.nanoTime() - intendedNanos);
                        } else {
                            cast.ledger().refused(number);
                            cast.refused(String.valueOf(failure.getMessage()));
                        }
                        cast.answered(room);
                        return true;
                    });
            here.unanswered.removeIf(CompletableFuture::isDone);
            here.unanswered.add(answered);
        }));
    }

    void comes(Room room) {
        actions.execute(() -> attempt(room, () -> {
            enter(room);
            cast.answered(room);
        }));
    }

    void goes(Room room) {
        actions.execute(() -> attempt(room, () -> {
            Presence here = presence(room);
            if (here.member) {
                CompletableFuture.allOf(here.unanswered.toArray(CompletableFuture[]::new))
                        .join();
                here.member = false;
                cast.tally().changes.increment();
                // One leaves, the next is sent out.
                if (user.hashCode() % 2 == 0) {
                    room.sendOut(user);
                } else {
                    Insistence.onDeparture(() -> device.client().api().removeMember(room.id(), user));
                }
            }
            cast.answered(room);
        }));
    }

    /** A scene of his is over. */
    void sceneOver() {
        if (scenesLeft.decrementAndGet() == 0) {
            close();
        }
    }

    void close() {
        actions.shutdownNow();
        device.close();
    }

    private Presence enter(Room room) throws InterruptedException {
        Presence here = presence(room);
        if (!here.member) {
            room.letIn(user);
            here.member = true;
            cast.tally().changes.increment();
        }
        return here;
    }

    private interface Action {
        void run() throws InterruptedException;
    }

    /** One that fails for good is a refusal, and the run goes on to its end to say so. */
    private void attempt(Room room, Action action) {
        try {
            action.run();
        } catch (ParleyException e) {
            cast.broken(user + " in " + room.scene().title() + ": " + e.getMessage());
            cast.answered(room);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Presence presence(Room room) {
        for (Presence presence : presences) {
            if (presence.room == room) {
                return presence;
            }
        }
        Presence presence = new Presence(room);
        presences.add(presence);
        return presence;
    }
}
