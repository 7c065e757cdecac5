package chat.parley.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PositionTest {

    @Test
    void aLaterGenerationIsBehindEveryOffsetOfTheEarlier() {
        Position last = new Position(1, Long.MAX_VALUE);
        Position first = new Position(2, 0);
        assertThat(first.isAfter(last)).isTrue();
        assertThat(last.isAfter(first)).isFalse();
        assertThat(first.isAfter(first)).isFalse();
    }

    @Test
    void nextIsTheSmallestBehind() {
        Position p = new Position(3, 41);
        assertThat(p.next()).isEqualTo(new Position(3, 42));
        assertThat(Position.START.next().isAfter(Position.START)).isTrue();
    }
}
