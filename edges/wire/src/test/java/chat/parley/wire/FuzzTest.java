package chat.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.fuzzing.FuzzRun;
import org.junit.jupiter.api.Test;

/** Short runs of the fuzz targets; {@code ./build fuzz} makes long ones. */
final class FuzzTest {

    /** Were it not found, then the other runs that find nothing would say nothing. */
    @Test
    void aPlantedBugIsFound() {
        assertThat(FuzzRun.shortly(CanaryFuzz.class, 2_000_000))
                .isInstanceOfSatisfying(
                        FuzzRun.Result.Finding.class,
                        finding -> assertThat(finding.log()).contains("the planted bug"));
    }

    @Test
    void whateverAClientSendsIsRead() {
        assertThat(FuzzRun.shortly(ClientFramesFuzz.class, 40_000)).isEqualTo(new FuzzRun.Result.Nothing());
    }

    @Test
    void whateverTheServerSaysIsAFrame() {
        assertThat(FuzzRun.shortly(ServerFramesFuzz.class, 20_000)).isEqualTo(new FuzzRun.Result.Nothing());
    }
}
