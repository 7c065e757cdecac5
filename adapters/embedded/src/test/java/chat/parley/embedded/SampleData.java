package chat.parley.embedded;

import static chat.parley.contracts.Script.user;

import chat.parley.accounts.Account;
import chat.parley.accounts.Device;
import chat.parley.accounts.LoginSession;
import chat.parley.accounts.LoginSession.Spent;
import chat.parley.accounts.TokenHash;
import chat.parley.accounts.User;
import chat.parley.contracts.Script;
import chat.parley.domain.ConversationId;
import chat.parley.domain.DeviceId;
import chat.parley.domain.MessageId;
import chat.parley.domain.Platform;
import chat.parley.domain.Position;
import chat.parley.embedded.Verifier.Counts;
import chat.parley.push.Preferences;
import chat.parley.push.Preferences.OfConversation;
import chat.parley.push.PushEvent;
import chat.parley.push.Trace;
import chat.parley.push.WakeUp;
import chat.parley.push.port.PushLog;
import chat.parley.push.port.WakeUps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.RocksIterator;

/** A data directory with something of everything in it, in sorted files and in write-ahead logs. */
final class SampleData {

    static final String GROUP = "g1";

    /** When the phone of ann is due to be woken. */
    static final long PUSH_DUE = 9;

    private static final int GROUPS = 24;

    /** Groups of a creation, 2 changes (one of them two events) and 60 messages; a direct conversation of 1. */
    static final Counts COUNTS = new Counts(
            GROUPS + 1, GROUPS * 64 + 1, GROUPS * 63 + 2, GROUPS * 2 + 2, GROUPS * 2 + 1, GROUPS * 63 + 2 - 100, 3);

    private SampleData() {}

    static void fill(Path data) {
        EmbeddedOptions options = EmbeddedOptions.defaults().withMemtableBytes(320 * 1024);
        Script script = new Script();
        for (int start = 0; start < 3; start++) {
            try (EmbeddedStore store = EmbeddedStore.open(data, options)) {
                for (int group = start; group < GROUPS; group += 3) {
                    fill(store, script, "g" + group);
                }
                if (start == 2) {
                    script.direct("d", "ann", "bob");
                    script.send("d", "bob", "k");
                    store.write(script.batch(), () -> {});
                    deliver(store);
                    people(store);
                    push(store);
                }
            }
        }
    }

    private static void fill(EmbeddedStore store, Script script, String id) {
        script.later(Duration.ofHours(7)).group(id, "ann", "bob", "cid");
        Position founded = script.position();
        for (int i = 0; i < 60; i++) {
            script.send(id, i % 3 == 0 ? "bob" : "cid", "k" + i, "the text number " + i + " of " + id);
            if (i % 25 == 0) {
                store.write(script.batch(), () -> {});
            }
        }
        script.rename(id, "ann", "another title of " + id);
        script.succession(id, "ann", "bob", founded);
        store.write(script.batch(), () -> {});
    }

    private static void people(EmbeddedStore store) {
        User ann = new User(user("ann"), "ann", "Ann the First");
        store.users().register(new Account(ann, "$a$hash", 1));
        store.users().meet(user("bob"), 2);
        store.users().meet(user("cid"), 3);
        TokenHash hash = TokenHash.of(new byte[] {1});
        store.logins().add(new LoginSession(user("ann"), "login", 1, 2, hash, List.of(new Spent(hash, 1))));
        for (String id : List.of("phone", "desk")) {
            Device device = new Device(user("ann"), new DeviceId(id), Platform.FCM, "token-" + id, 5, "login");
            store.devices().put(device, 10);
        }
    }

    private static void push(EmbeddedStore store) {
        PushLog log = store.pushLog(Clock.systemUTC());
        ConversationId group = Script.conversation(GROUP);
        for (int i = 1; i <= 40; i++) {
            log.append(List.of(new PushEvent.Read(group, user("bob"), new MessageId(i), i)));
        }
        log.commit(new Position(0, 10));
        WakeUp.Key phone = new WakeUp.Key(user("ann"), new DeviceId("phone"), group);
        WakeUp.Key desk = new WakeUp.Key(user("ann"), new DeviceId("desk"), group);
        WakeUp.Pending pending = new WakeUp.Pending(WakeUp.Kind.SHOW, new MessageId(7), 7, 5, PUSH_DUE, 0);
        WakeUp.Shown shown = new WakeUp.Shown(new MessageId(6), 6, 4);
        store.wakeUps()
                .write(List.of(
                        new WakeUps.Change(phone, 0, new WakeUp(phone, Platform.FCM, pending, shown, 1)),
                        new WakeUps.Change(desk, 0, new WakeUp(desk, Platform.FCM, null, shown, 1))));
        store.traces().record(List.of(new Trace(group, new MessageId(7), 8, user("ann"), null, new Trace.Step.Live())));
        store.preferences().put(user("ann"), new Preferences(Preferences.Preview.SENDER, null));
        OfConversation muted = new OfConversation(Preferences.Level.NONE, null);
        store.preferences().put(user("ann"), group, muted);
    }

    private static void deliver(EmbeddedStore store) {
        try {
            var log = store.deliveryLog();
            log.commit(log.read(log.committed(), 100, Duration.ZERO).getLast().position());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** One in the midst of the group. */
    static MessageId someMessage(Tampered data) {
        byte[] prefix = Keys.conversation(Script.conversation(GROUP));
        try (RocksIterator rows = data.database().iterator(Family.MESSAGES)) {
            rows.seek(prefix);
            for (int i = 0; i < 30; i++) {
                rows.next();
            }
            return Keys.messageId(rows.key());
        }
    }

    static List<Path> files(Path directory, String name) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .sorted()
                    .toList();
        }
    }

    static Path copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names, times and contents of all files. */
    static List<String> digests(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> all = files.filter(Files::isRegularFile).sorted().toList();
            return all.stream().map(SampleData::digest).toList();
        }
    }

    private static String digest(Path file) {
        try {
            return file + " " + Files.getLastModifiedTime(file) + " " + Arrays.hashCode(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
