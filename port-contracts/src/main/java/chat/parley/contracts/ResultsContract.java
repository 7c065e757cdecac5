package chat.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.domain.MessageId;
import chat.parley.pipeline.Outcome;
import chat.parley.pipeline.ReplyTo;
import chat.parley.pipeline.port.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What every {@link Results} does. */
public abstract class ResultsContract {

    private static final Outcome FIRST = new Outcome.Stored(new MessageId(7), 1, 2, false);
    private static final Outcome SECOND = new Outcome.Changed(true);

    protected abstract Results results();

    /** An edge asks, and waits for the answer. */
    protected abstract ReplyTo ask(Consumer<Outcome> answer);

    @Test
    void bringsEachAnswerToWhoAsked() {
        List<Outcome> one = new ArrayList<>();
        List<Outcome> other = new ArrayList<>();
        ReplyTo toOne = ask(one::add);
        ReplyTo toOther = ask(other::add);
        results().answer(toOther, SECOND);
        results().answer(toOne, FIRST);
        assertThat(one).containsExactly(FIRST);
        assertThat(other).containsExactly(SECOND);
    }

    @Test
    void theFirstAnswerCounts() {
        List<Outcome> answers = new ArrayList<>();
        ReplyTo to = ask(answers::add);
        results().answer(to, FIRST);
        results().answer(to, SECOND);
        assertThat(answers).containsExactly(FIRST);
    }

    @Test
    void dropsWhatIsForANodeOrRequestThatIsGone() {
        List<Outcome> answers = new ArrayList<>();
        ReplyTo to = ask(answers::add);
        results().answer(new ReplyTo(to.incarnation() + 1, to.request(), to.connection()), FIRST);
        results().answer(new ReplyTo(to.incarnation(), to.request() + 1_000, to.connection()), FIRST);
        assertThat(answers).isEmpty();
        results().answer(to, SECOND);
        assertThat(answers).containsExactly(SECOND);
    }
}
