package chat.parley.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdsTest {

    private static final String LONGEST = "a".repeat(64);

    @ParameterizedTest
    @ValueSource(strings = {"a", "Z", "0", "_", ".", "-", "user.name-1_x"})
    void lettersDigitsAndThreeSignsMakeAnId(String value) {
        assertThat(new UserId(value)).hasToString(value);
        assertThat(new DeviceId(value)).hasToString(value);
        assertThat(new ConversationId(value)).hasToString(value);
        assertThat(new ClientMsgId(value)).hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "a\n", "\u00e4", "a:b", "\u0660"})
    void nothingElseDoes(String value) {
        assertThat(UserId.isValid(value)).isFalse();
        assertThat(DeviceId.isValid(value)).isFalse();
        assertThat(ConversationId.isValid(value)).isFalse();
        assertThatThrownBy(() -> new UserId(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyMayHoldAColon() {
        assertThat(ClientMsgId.isValid("a:b")).isTrue();
        assertThat(ClientMsgId.isValid("a;b")).isFalse();
    }

    @Test
    void sixtyFourCharactersAreTheMost() {
        assertThat(UserId.isValid(LONGEST)).isTrue();
        assertThat(UserId.isValid(LONGEST + "a")).isFalse();
        assertThat(ClientMsgId.isValid(LONGEST)).isTrue();
        assertThat(ClientMsgId.isValid(LONGEST + "a")).isFalse();
    }
}
