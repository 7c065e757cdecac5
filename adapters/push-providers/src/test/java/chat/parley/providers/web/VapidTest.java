package chat.parley.providers.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.providers.MovingClock;
import java.time.Duration;
import java.time.Instant;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.junit.jupiter.api.Test;

class VapidTest {

    /** The example of RFC 8292, section 2.4. */
    private static final String EXAMPLE = "vapid t=eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3"
            + "B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1YiI6Im1ha"
            + "Wx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_H"
            + "LGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA, "
            + "k=BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dR"
            + "uU_RCPCfA5aq9ojSwk5Y2EmClBPs";

    private static final Instant EXAMPLE_ENDS = Instant.ofEpochSecond(1_453_523_768);

    private final MovingClock clock = new MovingClock();
    private final VapidKey key = VapidKey.parse(VapidKey.generate());
    private final Vapid vapid = new Vapid(key, "mailto:push@example.com", clock);

    /** So that the tests' own push service checks as the RFC has it. */
    @Test
    void aPushServiceTakesTheExampleOfTheRfc() throws Exception {
        var checked = VapidCheck.of(EXAMPLE, "https://push.example.net", EXAMPLE_ENDS.minusSeconds(60));

        assertThat(checked.subject()).isEqualTo("mailto:push@example.com");
        assertThat(checked.ends()).isEqualTo(EXAMPLE_ENDS);
        assertThatThrownBy(() -> VapidCheck.of(EXAMPLE, "https://push.example.net", EXAMPLE_ENDS.plusSeconds(60)))
                .isInstanceOf(InvalidJwtException.class);
        assertThatThrownBy(() -> VapidCheck.of(EXAMPLE, "https://push.example.org", EXAMPLE_ENDS.minusSeconds(60)))
                .isInstanceOf(InvalidJwtException.class);
        assertThatThrownBy(() -> VapidCheck.of(
                        EXAMPLE.replace("i3CYb7t4", "i3CYb7t5"),
                        "https://push.example.net",
                        EXAMPLE_ENDS.minusSeconds(60)))
                .isInstanceOf(InvalidJwtException.class);
    }

    @Test
    void aPushServiceTakesOurs() throws Exception {
        var checked = VapidCheck.of(vapid.authorization("https://push.example.net"), "https://push.example.net", now());

        assertThat(checked.subject()).isEqualTo("mailto:push@example.com");
        assertThat(checked.publicKey()).isEqualTo(key.publicKey());
        assertThat(checked.ends()).isEqualTo(now().plus(Duration.ofHours(12)));
    }

    @Test
    void oneTokenIsKeptForAnOriginUntilAnHourBeforeItsEnd() throws Exception {
        String first = vapid.authorization("https://push.example.net");
        assertThat(vapid.authorization("https://push.example.org")).isNotEqualTo(first);

        clock.advance(Duration.ofHours(11).minusSeconds(1));
        assertThat(vapid.authorization("https://push.example.net")).isEqualTo(first);

        clock.advance(Duration.ofSeconds(1));
        String second = vapid.authorization("https://push.example.net");
        assertThat(second).isNotEqualTo(first);
        assertThat(VapidCheck.of(second, "https://push.example.net", now()).ends())
                .isEqualTo(now().plus(Duration.ofHours(12)));
    }

    private Instant now() {
        return clock.instant();
    }
}
