package chat.parley.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PushBenchTest {

    @Test
    void notificationsReachTheStubAndThoseThatWaitAreCounted() {
        StringWriter out = new StringWriter();
        CommandLine bench = new CommandLine(new PushBench()).setOut(new PrintWriter(out));

        assertThat(bench.execute("--notifications=30", "--conversations=20", "--waiting=1000", "--no-record"))
                .isZero();

        assertThat(out.toString())
                .containsPattern("notifications +[0-9.,]+ +1/s +[0-9.,]+ +[0-9.]+ +pushy alone")
                .containsPattern("badge of 20 conversations +[0-9.]+ +ms")
                .containsPattern("heap, 10 waiting +[0-9.]+ +MiB")
                .containsPattern("rss, 1,000 waiting +[0-9.]+ +MiB")
                .containsPattern("opening, 1,000 waiting +[0-9.,]+ +ms +[0-9.,]+ +[0-9.]+ +none waiting");
    }

    @Test
    void fewerThanAHundredCannotWait() {
        StringWriter err = new StringWriter();
        CommandLine bench = new CommandLine(new PushBench()).setErr(new PrintWriter(err));

        assertThat(bench.execute("--waiting=99")).isEqualTo(CommandLine.ExitCode.USAGE);

        assertThat(err.toString()).contains("--waiting is not from 100 to 10000000");
    }
}
