package chat.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.Position;
import chat.parley.pipeline.port.Log;
import chat.parley.pipeline.port.Log.Logged;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a {@link Log} does besides whose entries are durable when they are appended.
 *
 * @param <E> what it holds
 */
public abstract class DurableLogContract<E> extends LogContract<E> {

    @Test
    void keepsWhatIsNotCommittedOverARestart() throws InterruptedException {
        Log<E> log = open(100);
        append(log, 0, 20);
        List<Logged<E>> all = log.read(log.committed(), 100, Duration.ofSeconds(30));
        log.commit(all.get(9).position());
        Log<E> again = reopen();
        assertThat(again.committed()).isEqualTo(all.get(9).position());
        assertThat(again.read(again.committed(), 100, Duration.ZERO)).isEqualTo(all.subList(10, 20));
        assertThat(again.read(all.get(14).position(), 3, Duration.ZERO)).isEqualTo(all.subList(15, 18));
    }

    @Test
    void goesOnBehindWhatItKept() throws InterruptedException {
        Log<E> log = open(100);
        append(log, 0, 3);
        Log<E> again = reopen();
        append(again, 3, 6);
        assertThat(again.read(Position.START, 100, Duration.ZERO))
                .extracting(Logged::entry)
                .isEqualTo(entries(0, 6));
    }
}
