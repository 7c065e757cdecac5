package chat.parley.simulation.push;

import chat.parley.domain.Body;
import chat.parley.domain.Content;
import chat.parley.domain.ConversationId;
import chat.parley.domain.Event;
import chat.parley.domain.Message;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.Parcel;
import chat.parley.pipeline.ReplyTo;
import chat.parley.push.Preferences;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Those who write, read, come and go, and change how they want to be woken. */
final class People implements Runnable {

    private static final ReplyTo NOWHERE = new ReplyTo(0, 0, 0);

    private final PushWorld world;
    private final int deeds;
    private final double[] rests;
    private boolean done;

    People(PushWorld world) {
        this.world = world;
        this.deeds = world.chance.between(8, 40);
        this.rests = world.chance.in(0.5)
                ? new double[] {0, 0, 100, 1_000, 3_000, 8_000}
                : new double[] {0, 1_000, 5_000, 20_000, 120_000, 900_000};
    }

    boolean isDone() {
        return done;
    }

    @Override
    public void run() {
        for (int i = 0; i < deeds; i++) {
            world.scheduler.await("rest", () -> false, (long) world.chance.of(rests));
            act();
        }
        done = true;
        world.scheduler.await("rest", () -> false, TimeUnit.DAYS.toMillis(1_000));
    }

    private void act() {
        ConversationId conversation = world.chance.of(List.copyOf(world.facts.conversations()));
        UserId user = world.chance.of(world.facts.users);
        boolean member = world.facts.rosterOf(conversation).now().member(user) != null;
        int deed = world.chance.below(100);
        if (deed < 50) {
            if (member) {
                write(conversation, user);
            }
        } else if (deed < 68) {
            if (member) {
                read(conversation, user);
            }
        } else if (deed < 83) {
            Timeline<Boolean> connected = world.chance.of(world.facts.devices).connected();
            connected.set(world.now(), !connected.now());
        } else if (deed < 89) {
            world.wanted.put(user, conversation, level());
        } else if (deed < 92) {
            world.wanted.put(user, new Preferences(Preferences.Preview.FULL, quietHours()));
        } else if (deed < 96) {
            Timeline<String> token = world.chance.of(world.facts.devices).token();
            token.set(world.now(), world.chance.in(0.3) ? "" : "t" + world.now());
        } else if (member) {
            world.facts.leave(conversation, user);
        } else {
            world.facts.join(conversation, user);
        }
    }

    private void write(ConversationId conversation, UserId user) {
        Content content = world.chance.in(0.1) ? new Event.Renamed("New") : Body.text(text());
        Message message = world.facts.store(conversation, user, content);
        List<UserId> to = world.facts.rosterOf(conversation).now().members();
        world.trace.note(() -> message.toString());
        world.parcels.add(new Parcel.NewMessage(message, to, NOWHERE));
    }

    private String text() {
        if (world.chance.in(0.1)) {
            return "@all";
        }
        return world.chance.in(0.3) ? "@" + world.chance.of(world.facts.users) : "Hello";
    }

    private void read(ConversationId conversation, UserId user) {
        List<Facts.Row> rows = world.facts.rowsOf(conversation);
        if (rows.isEmpty()) {
            return;
        }
        int back = world.chance.in(0.2) ? world.chance.below(rows.size()) : 0;
        Cursor moved = world.facts.moveTo(rows.get(rows.size() - 1 - back).message(), user);
        if (moved != null) {
            world.trace.note(() -> moved.toString());
            world.parcels.add(new Parcel.ReceiptGiven(
                    moved,
                    world.clock.millis(),
                    world.facts.rosterOf(conversation).now().members(),
                    NOWHERE));
        }
        if (back > 0 && world.chance.in(0.5)) {
            // He has read what woke him, and wants no more of it: what is owed for the rest is dropped.
            world.wanted.put(user, conversation, new Preferences.OfConversation(Preferences.Level.NONE, null));
        }
    }

    private Preferences.OfConversation level() {
        Long until = world.chance.in(0.5) ? world.clock.millis() + world.chance.between(1, 600_000) : null;
        return new Preferences.OfConversation(
                world.chance.of(List.of(Preferences.Level.values())), world.chance.in(0.3) ? null : until);
    }

    private Preferences.@org.jspecify.annotations.Nullable QuietHours quietHours() {
        if (world.chance.in(0.5)) {
            return null;
        }
        LocalTime from = LocalTime.of(world.chance.below(24), world.chance.below(60));
        return new Preferences.QuietHours(from, from.plusMinutes(world.chance.between(1, 600)), ZoneOffset.UTC);
    }
}
