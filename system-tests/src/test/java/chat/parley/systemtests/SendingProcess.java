package chat.parley.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.client.OutgoingMessage;
import chat.parley.client.ParleyClient;
import chat.parley.client.TokenProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A program on the client library that sends numbered texts, as a process that can be killed. */
final class SendingProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;
    private int last = -1;

    private SendingProcess(Process process) {
        this.process = process;
        this.out = process.inputReader();
    }

    static SendingProcess start(
            RunningServer server, String user, Path directory, String conversation, int from, int to)
            throws IOException {
        return new SendingProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SendingProcess.class.getName(),
                        server.url().toString(),
                        user,
                        directory.toString(),
                        conversation,
                        Integer.toString(from),
                        Integer.toString(to))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Kills it once it has given a text to the client. @return the last number of which it said so */
    int killAfter(int number) throws IOException, InterruptedException {
        while (last < number) {
            last = Integer.parseInt(said());
        }
        // Not by the process itself, which would close its output, too.
        process.toHandle().destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        for (String line = out.readLine(); line != null && !line.isEmpty(); line = out.readLine()) {
            last = Math.max(last, Integer.parseInt(line));
        }
        return last;
    }

    /** Waits until all is sent. @return the last number of which it said so */
    int end() throws IOException, InterruptedException {
        String line = said();
        while (!line.equals("sent")) {
            last = Integer.parseInt(line);
            line = said();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return last;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private String said() throws IOException {
        String line = out.readLine();
        assertThat(line).as("the process ended").isNotNull();
        return line;
    }

    /** The program: says each number once the outbox has it. A text's key is its number, so that none is sent twice. */
    public static void main(String[] args) throws Exception {
        String user = args[1];
        try (ParleyClient client = ParleyClient.builder(URI.create(args[0]))
                .tokens(TokenProvider.of(() -> Tokens.of(user)))
                .directory(Path.of(args[2]))
                .build()) {
            client.connect();
            for (int i = Integer.parseInt(args[4]); i < Integer.parseInt(args[5]); i++) {
                var _ = client.send(OutgoingMessage.of(args[3], "k" + i, "text " + i));
                System.out.println(i);
            }
            if (!client.awaitSent(Duration.ofSeconds(60))) {
                throw new IllegalStateException("unsent: " + client.unsent().size());
            }
        }
        System.out.println("sent");
    }
}
