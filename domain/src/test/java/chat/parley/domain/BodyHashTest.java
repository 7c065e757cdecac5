package chat.parley.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BodyHashTest {

    @Test
    void equalBodiesHaveOneHash() {
        assertThat(BodyHash.of(new Body("hello", List.of("m1", "m2"))))
                .isEqualTo(BodyHash.of(new Body("hello", List.of("m1", "m2"))));
    }

    @Test
    void whateverDiffersIsSeen() {
        List<Body> bodies = List.of(
                Body.text("a"),
                Body.text("b"),
                Body.text(""),
                Body.text("a\0m"),
                Body.text("a\0\0\0\1m"),
                new Body(null, List.of("a")),
                new Body("", List.of("a")),
                new Body("a", List.of("m")),
                new Body("am", List.of("")),
                new Body("a", List.of("m", "n")),
                new Body("a", List.of("n", "m")),
                new Body("a", List.of("mn")));
        Set<BodyHash> hashes = new HashSet<>();
        bodies.forEach(body -> hashes.add(BodyHash.of(body)));
        assertThat(hashes).hasSize(bodies.size()).doesNotContain(BodyHash.NONE);
    }

    @Test
    void theRecipeNeverChanges() {
        // Stored with each first of a key: another recipe would make conflicts of duplicates.
        assertThat(BodyHash.of(new Body("gr\u00fc\u00df dich \ud83d\ude00", List.of("m1"))))
                .isEqualTo(new BodyHash(-2469956766788262769L, -6193867138947238533L));
    }
}
