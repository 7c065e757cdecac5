package chat.parley.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageIdTest {

    private static final int CASES = 20_000;

    private final Random random = new Random(20_260_101);

    @Test
    void textsStandInTheOrderOfIds() {
        for (int i = 0; i < CASES; i++) {
            MessageId one = anyId();
            MessageId other = random.nextBoolean() ? anyId() : near(one);
            assertThat(Integer.signum(one.toString().compareTo(other.toString())))
                    .as("%d and %d", one.value(), other.value())
                    .isEqualTo(Integer.signum(one.compareTo(other)));
        }
    }

    @Test
    void whatIsPrintedIsReadAsTheSame() {
        for (int i = 0; i < CASES; i++) {
            MessageId id = anyId();
            String text = id.toString();
            assertThat(text).hasSize(MessageId.LENGTH);
            assertThat(MessageId.isValid(text)).isTrue();
            assertThat(MessageId.parse(text)).isEqualTo(id);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0000000000000",
        "1, 0000000000001",
        "31, 000000000000z",
        "32, 0000000000010",
        "9223372036854775807, 7zzzzzzzzzzzz"
    })
    void isPrintedInCrockfordsBase32(long value, String text) {
        assertThat(new MessageId(value)).hasToString(text);
        assertThat(MessageId.parse(text).value()).isEqualTo(value);
    }

    @Test
    void whatIsBeyondSixtyThreeBitsIsBeyondEveryMessage() {
        assertThat(MessageId.parse("8000000000000")).isEqualTo(MessageId.MAX);
        assertThat(MessageId.parse("zzzzzzzzzzzzz")).isEqualTo(MessageId.MAX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "000000000000",
                "00000000000000",
                "000000000000A",
                "000000000000i",
                "000000000000l",
                "000000000000o",
                "000000000000u",
                "000000000000-",
                "000000000000\u00e9",
                "000000000000\u4e00"
            })
    void whatIsNoIdIsRefused(String text) {
        assertThat(MessageId.isValid(text)).isFalse();
        assertThatThrownBy(() -> MessageId.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void laterLogTimesHaveHigherIds() {
        for (int i = 0; i < CASES; i++) {
            long time = 1_577_836_800_000L + random.nextLong(1L << 41);
            MessageId earlier = MessageId.snowflake(time, random.nextInt(1 << 12), random.nextLong(1L << 40));
            MessageId later = MessageId.snowflake(time + 1, random.nextInt(1 << 12), random.nextLong(1L << 40));
            assertThat(earlier).isLessThan(later);
            assertThat(MessageId.firstAt(time)).isLessThanOrEqualTo(earlier);
            assertThat(earlier.unixMillis()).isEqualTo(time);
            assertThat(MessageId.firstAt(time + 1)).isGreaterThan(earlier).isLessThanOrEqualTo(later);
        }
    }

    @Test
    void neighboursInALogHaveDifferentIds() {
        MessageId one = MessageId.snowflake(1_700_000_000_000L, 3, 2_047);
        assertThat(MessageId.snowflake(1_700_000_000_000L, 3, 2_048)).isNotEqualTo(one);
        assertThat(MessageId.snowflake(1_700_000_000_000L, 4, 2_047)).isGreaterThan(one);
    }

    @Test
    void beforeTheEpochTimeIsZero() {
        assertThat(MessageId.firstAt(0)).isEqualTo(MessageId.ZERO);
    }

    @Test
    void isNeverNegative() {
        assertThatThrownBy(() -> new MessageId(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    private MessageId anyId() {
        return new MessageId(random.nextLong() >>> (1 + random.nextInt(63)));
    }

    private MessageId near(MessageId id) {
        return new MessageId(Math.max(0, id.value() - random.nextInt(3)));
    }
}
