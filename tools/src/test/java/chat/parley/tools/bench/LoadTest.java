package chat.parley.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.UserId;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    private final Progress silent =
            new Progress(new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));

    @Test
    void aClosedLoopOfPairsIsAckedAndDelivered() throws InterruptedException {
        try (Target target = new BareInProcess(BareServer.Flush.TURN);
                Fleet fleet = pair(target)) {
            RelayLoad.Result result = new RelayLoad(fleet, List.of("c")).closed(4, SHORT, target.usage());

            assertThat(result.sends()).isPositive();
            assertThat(result.errors()).isZero();
            assertThat(result.ack().count()).isPositive();
            assertThat(result.delivery().count()).isEqualTo(result.ack().count());
            assertThat(result.serverMicrosPerSend()).isPositive();
        }
    }

    /** However slow the machine: an open loop never sends more than its rate, and waits for no answer. */
    @Test
    void anOpenLoopSendsNoMoreThanItsRate() throws InterruptedException {
        try (Target target = new BareInProcess(BareServer.Flush.TURN);
                Fleet fleet = pair(target)) {
            long begun = System.nanoTime();
            RelayLoad.Result result =
                    new RelayLoad(fleet, List.of("c")).open(1000, Duration.ZERO, SHORT, target.usage());
            double seconds = (System.nanoTime() - begun) / 1e9;

            assertThat(result.ack().count()).isPositive().isLessThanOrEqualTo((long) (1000 * seconds) + 1);
            assertThat(result.delivery().count()).isEqualTo(result.ack().count());
        }
    }

    @Test
    void aGroupsMessagesComeToAllOthers() throws InterruptedException {
        for (BareServer.Flush flush : BareServer.Flush.values()) {
            try (Target target = new BareInProcess(flush)) {
                FanoutLoad.Result result = new FanoutRun(silent).once(target, 60, 4, SHORT);

                assertThat(result.perSecond()).isPositive();
                assertThat(result.delivery().count()).isPositive();
            }
        }
    }

    @Test
    void idleSocketsAreCountedAndMeasured() throws InterruptedException {
        try (Target target = new BareInProcess(BareServer.Flush.TURN)) {
            IdleRun.Result result = new IdleRun(silent).measure("bare", target, 50, Duration.ZERO);

            assertThat(result.openAfterHold()).isEqualTo(50);
            assertThat(result.loginsPerSecond()).isPositive();
        }
    }

    private Fleet pair(Target target) {
        Fleet fleet = Fleet.open(target, List.of(new UserId("a"), new UserId("b")), silent);
        target.join(fleet, i -> "c");
        return fleet;
    }
}
