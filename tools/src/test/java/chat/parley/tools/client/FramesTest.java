package chat.parley.tools.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 125, 126, 127, 65_535, 65_536, 70_001})
    void whatIsMaskedIsReadBack(int length) {
        byte[] payload = new byte[length];
        new SplittableRandom(length).nextBytes(payload);
        ByteBuf out = Unpooled.buffer();
        Frames.write(out, Frames.TEXT, payload, 0x89abcdef);
        byte[] frame = ByteBufUtil.getBytes(out);

        long head = Frames.head(frame, 0, frame.length);
        int headLength = (int) (head >>> 56);
        assertThat(head & Frames.LENGTH_MASK).isEqualTo(length);
        assertThat(headLength + length).isEqualTo(frame.length);
        assertThat(frame[0]).isEqualTo((byte) 0x81);
        assertThat(frame[1] & 0x80).isEqualTo(0x80);
        int[] mask = {0x89, 0xab, 0xcd, 0xef};
        for (int i = 0; i < length; i++) {
            assertThat((byte) (frame[headLength + i] ^ mask[i & 3])).isEqualTo(payload[i]);
        }
    }

    @Test
    void theExampleOfTheRfcComesOutByteForByte() {
        ByteBuf out = Unpooled.buffer();
        Frames.write(out, Frames.TEXT, "Hello".getBytes(StandardCharsets.US_ASCII), 0x37fa213d);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("818537fa213d7f9f4d5158");
    }

    @Test
    void aHeadThatHasNotAllComeIsWaitedFor() {
        byte[] frame = {(byte) 0x81, 126, 1, 0};
        assertThat(Frames.head(frame, 0, 1)).isNegative();
        assertThat(Frames.head(frame, 0, 3)).isNegative();
        assertThat(Frames.head(frame, 0, 4)).isEqualTo(4L << 56 | 256);
    }

    @Test
    void aCloseMayComeWithoutACode() {
        assertThat(Frames.close(new byte[0], 0, 0).code()).isEqualTo(1005);
        assertThat(Frames.close(new byte[] {0x11, 0x39, 'x'}, 0, 3)).isEqualTo(new Close(4409, "x"));
    }
}
