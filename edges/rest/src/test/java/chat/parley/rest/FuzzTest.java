package chat.parley.rest;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.fuzzing.FuzzRun;
import org.junit.jupiter.api.Test;

/** Short runs of the fuzz targets; {@code ./build fuzz} makes long ones. */
final class FuzzTest {

    @Test
    void whateverAUserAsks() {
        assertThat(FuzzRun.shortly(RequestsFuzz.class, 3_000)).isEqualTo(new FuzzRun.Result.Nothing());
    }

    @Test
    void whateverIsHandedInAsACursorOrATarget() {
        assertThat(FuzzRun.shortly(CursorsFuzz.class, 20_000)).isEqualTo(new FuzzRun.Result.Nothing());
    }
}
