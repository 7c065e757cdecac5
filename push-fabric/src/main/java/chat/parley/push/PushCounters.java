package chat.parley.push;

import chat.parley.domain.Platform;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the push fabric has done since it began; each may be read on any thread. */
public final class PushCounters {

    /** What providers said. */
    public enum Answer {
        ACCEPTED,
        RETRY_LATER,
        TOKEN_GONE,
        REFUSED,
        BAD_CREDENTIALS,
        /** Not within the time after which it is taken for lost, and sent again. */
        NONE
    }

    /** What is wrong with the fabric itself. */
    public enum Fault {
        /** Messages and receipts that the log did not take, so that they wake nobody. */
        NOT_LOGGED,
        /** Times that the log took so long that the delivery of messages felt it. */
        SLOW_LOG,
        /** Entries of the log that could not be read or planned. */
        NOT_PLANNED,
        /** Looks at a wake-up that failed; it is looked at again. */
        FAILED_LOOK,
        /** Trace steps that were too many to be kept. */
        NOT_TRACED,
        /** Steps of a loop that failed unforeseen. */
        FAILED_STEP
    }

    private final Map<Platform, Map<Answer, LongAdder>> answers = new EnumMap<>(Platform.class);
    private final Map<Trace.Reason, LongAdder> suppressed = new EnumMap<>(Trace.Reason.class);
    private final Map<Fault, LongAdder> faults = new EnumMap<>(Fault.class);
    private final LongAdder collapsed = new LongAdder();
    private final LongAdder logged = new LongAdder();

    public PushCounters() {
        for (Platform platform : Platform.values()) {
            Map<Answer, LongAdder> counts = new EnumMap<>(Answer.class);
            for (Answer answer : Answer.values()) {
                counts.put(answer, new LongAdder());
            }
            answers.put(platform, counts);
        }
        for (Trace.Reason reason : Trace.Reason.values()) {
            suppressed.put(reason, new LongAdder());
        }
        for (Fault fault : Fault.values()) {
            faults.put(fault, new LongAdder());
        }
    }

    /** Notifications of a platform that got this answer. */
    public long answers(Platform platform, Answer answer) {
        return adder(answers.get(platform), answer).sum();
    }

    /** Wake-ups, of a message for a device each, that were not sent for this reason. */
    public long suppressed(Trace.Reason reason) {
        return adder(suppressed, reason).sum();
    }

    public long faults(Fault fault) {
        return adder(faults, fault).sum();
    }

    /** Wake-ups, of a message for a device each, that another one tells of. */
    public long collapsed() {
        return collapsed.sum();
    }

    /** Messages and receipts that were put on the log. */
    public long logged() {
        return logged.sum();
    }

    void answered(Platform platform, PushOutcome outcome) {
        answered(
                platform,
                switch (outcome) {
                    case PushOutcome.Accepted _ -> Answer.ACCEPTED;
                    case PushOutcome.RetryLater _ -> Answer.RETRY_LATER;
                    case PushOutcome.TokenGone _ -> Answer.TOKEN_GONE;
                    case PushOutcome.Refused _ -> Answer.REFUSED;
                    case PushOutcome.BadCredentials _ -> Answer.BAD_CREDENTIALS;
                });
    }

    void answered(Platform platform, Answer answer) {
        adder(answers.get(platform), answer).increment();
    }

    /** Counts what a step says, if it is one that ends something. */
    void count(Trace.Step step) {
        switch (step) {
            case Trace.Step.Suppressed(Trace.Reason reason) ->
                adder(suppressed, reason).increment();
            case Trace.Step.CollapsedInto _ -> collapsed.increment();
            case Trace.Step.Live _, Trace.Step.Pushed _, Trace.Step.Delayed _, Trace.Step.Failed _ -> {}
        }
    }

    /** Something went wrong with so many. */
    public void failed(Fault fault, long many) {
        adder(faults, fault).add(many);
    }

    void logged(int many) {
        logged.add(many);
    }

    private static <K> LongAdder adder(@org.jspecify.annotations.Nullable Map<K, LongAdder> of, K key) {
        LongAdder adder = of == null ? null : of.get(key);
        if (adder == null) {
            throw new IllegalArgumentException("nothing counts " + key);
        }
        return adder;
    }
}
