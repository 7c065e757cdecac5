package chat.parley.tools.chat;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import chat.parley.tools.fake.FakeServer;
import chat.parley.tools.fake.Faults;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The client as a script drives it: lines in, lines out. */
class ChatTest {

    private static final long SECONDS_MAX = 30;
    private static final String LEAVE = "\u0004";

    /** Someone who types, and waits for lines to appear. */
    private static final class Person implements Screen {
        private final BlockingQueue<String> typed = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();
        private final Thread thread;
        private volatile int exitCode = -1;

        private Person(FakeServer server, Path home, String... arguments) {
            ChatCommand command = new ChatCommand(_ -> UserId::value, (_, _) -> this);
            CommandLine line = new CommandLine(command).setErr(new PrintWriter(new StringWriter()));
            List<String> words = new ArrayList<>(List.of(arguments));
            words.addAll(List.of("--url", server.endpoint().toString(), "--home", home.toString()));
            thread = Thread.ofVirtual().start(() -> exitCode = line.execute(words.toArray(String[]::new)));
        }

        private void type(String line) {
            typed.add(line);
        }

        private int ends() throws InterruptedException {
            assertThat(thread.join(java.time.Duration.ofSeconds(SECONDS_MAX))).isTrue();
            return exitCode;
        }

        /** Lets lines pass until one holds this. */
        private String sees(String part) throws InterruptedException {
            List<String> passed = new ArrayList<>();
            while (true) {
                String line = shown.poll(SECONDS_MAX, TimeUnit.SECONDS);
                assertThat(line).as("after %s, waiting for %s", passed, part).isNotNull();
                passed.add(line);
                if (line.contains(part)) {
                    return line;
                }
            }
        }

        private int leaves() throws InterruptedException {
            typed.add(LEAVE);
            thread.join(TimeUnit.SECONDS.toMillis(SECONDS_MAX));
            return exitCode;
        }

        @Override
        public void show(String line) {
            shown.add(line);
        }

        @Override
        public @Nullable String read(String prompt) {
            try {
                String line = typed.take();
                return line.equals(LEAVE) ? null : line;
            } catch (InterruptedException e) {
                return null;
            }
        }

        @Override
        public Palette palette() {
            return new Palette(false);
        }

        @Override
        public void close() {}
    }

    @TempDir
    Path home;

    @Test
    void twoPeopleTalk() throws Exception {
        try (FakeServer server = new FakeServer(Faults.NONE)) {
            Person ann = new Person(server, home, "ann", "--with", "bob");
            ann.sees("── bob");
            Person bob = new Person(server, home, "bob", "--with", "ann");
            bob.sees("── ann");
            ann.type("hello bob");
            assertThat(ann.sees("✓")).contains("ann  hello bob");
            // Whether live or from the history, bob sees it once.
            assertThat(bob.sees("hello bob")).contains("ann  hello bob");
            bob.type("hi \u001b[31mann");
            assertThat(ann.sees("hi")).endsWith("bob  hi [31mann");
            bob.type("//slash");
            assertThat(ann.sees("slash")).endsWith("bob  /slash");
            ann.type("/history 2");
            ann.sees("hi");
            ann.sees("/slash");
            assertThat(ann.leaves()).isZero();
            assertThat(bob.leaves()).isZero();
        }
    }

    @Test
    void groupsUnreadAndTheList() throws Exception {
        try (FakeServer server = new FakeServer(Faults.NONE)) {
            Person bob = new Person(server, home, "bob");
            bob.sees("No conversations yet");
            Person ann = new Person(server, home, "ann");
            ann.type("/group \"Our team\" bob cat");
            ann.sees("── Our team");
            ann.type("first");
            ann.sees("first ✓");
            ann.type("/members");
            ann.sees("bob");
            ann.sees("cat");
            bob.sees("ann: first");
            bob.type("/list");
            bob.type("/open 1");
            bob.sees("first");
            assertThat(ann.leaves()).isZero();
            assertThat(bob.leaves()).isZero();
        }
    }

    @Test
    void nothingIsLostOverLostConnections() throws Exception {
        try (FakeServer server = new FakeServer(new Faults(3, 0, 0, 3, 10, new SplittableRandom(5)))) {
            Person ann = new Person(server, home, "ann", "--with", "bob");
            Person bob = new Person(server, home, "bob", "--with", "ann");
            bob.sees("── ann");
            ann.sees("── bob");
            List<String> said = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                said.add("text " + i + ".");
                ann.type("text " + i + ".");
            }
            for (String text : said) {
                bob.sees(text);
            }
            ann.sees("no connection");
            assertThat(ann.leaves()).isZero();
            assertThat(server.texts("d-ann-bob")).isEqualTo(said);
            assertThat(bob.shown).noneMatch(line -> line.contains("text"));
        }
    }

    @Test
    void nobodyTalksToHimself() throws Exception {
        try (FakeServer server = new FakeServer(Faults.NONE)) {
            assertThat(new Person(server, home, "ann", "--with", "ann").ends()).isEqualTo(2);
        }
    }

    @Test
    void mistakesAreExplained() throws Exception {
        try (FakeServer server = new FakeServer(Faults.NONE)) {
            Person ann = new Person(server, home, "ann");
            ann.type("hello?");
            ann.sees("no conversation is open");
            ann.type("/dance");
            ann.sees("there is no /dance");
            ann.type("/group alone");
            ann.sees("usage: /group");
            ann.type("/open 7");
            ann.sees("there is no 7");
            ann.type("/help");
            ann.sees("/direct USER");
            assertThat(ann.leaves()).isZero();
        }
    }

    @Test
    void theSameInstallIsTheSameDevice() {
        UserId ann = new UserId("ann");
        DeviceId before;
        try (Install first = Install.open(home, ann);
                Install second = Install.open(home, ann)) {
            before = first.device();
            assertThat(second.device()).as("two at once are two devices").isNotEqualTo(before);
        }
        try (Install later = Install.open(home, ann)) {
            assertThat(later.device()).isEqualTo(before);
        }
    }
}
