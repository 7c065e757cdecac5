package chat.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.fuzzing.FuzzRun;
import org.junit.jupiter.api.Test;

/** Short runs of the fuzz targets; {@code ./build fuzz} makes long ones. */
final class FuzzTest {

    @Test
    void whateverBytesComeAndHoweverCut() {
        assertThat(FuzzRun.shortly(FrameStreamFuzz.class, 15_000)).isEqualTo(new FuzzRun.Result.Nothing());
    }
}
