package chat.parley.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The replay kills its server under concurrent senders and compares everything; then the store recounts itself. */
class ReplayTest {

    @TempDir
    Path directory;

    @Test
    void concurrentSendersLoseNothingWhenTheServerIsKilled() {
        String data = directory.resolve("data").toString();
        String report = RunningServer.run(
                "replay", "--synthetic", "60x50", "--chaos", "kill-9:2", "--seed", "3", "--data", data);
        assertThat(report).contains("server killed 2 times").contains("Every promise was kept.");
        assertThat(report).containsPattern("acked +3,000").containsPattern("stored +3,000");
        RunningServer.run("verify", "--data", data);
    }

    /** People who come and go over links that break: nobody lacks anything, nobody has what is not his. */
    @Test
    void comingsAndGoingsOverBrokenLinksKeepEveryPromise() throws Exception {
        Random random = new Random(11);
        StringBuilder script = new StringBuilder();
        for (int line = 0; line < 600; line++) {
            String kind = random.nextInt(10) == 0 ? random.nextBoolean() ? "join" : "part" : "msg";
            script.append(String.format(
                    "{\"t\":%d,\"kind\":\"%s\",\"conversation\":\"#%d\",\"user\":\"u%d\",\"text\":\"line %d\"}%n",
                    line, kind, line / 300, random.nextInt(24), line));
        }
        Path file = Files.writeString(directory.resolve("script.jsonl"), script);
        String data = directory.resolve("data").toString();
        String report =
                RunningServer.run("replay", file.toString(), "--broken-links", "2", "--seed", "5", "--data", data);
        assertThat(report).contains("Every promise was kept.").containsPattern("changes +[1-9]");
        assertThat(report).containsPattern("reconnects +[1-9]").containsPattern("unread +[1-9]");
        RunningServer.run("verify", "--data", data);
    }
}
