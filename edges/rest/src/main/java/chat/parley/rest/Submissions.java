package chat.parley.rest;

import chat.parley.pipeline.Command;
import chat.parley.pipeline.Gateway;
import chat.parley.pipeline.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Gives commands to the pipeline and waits for what becomes of them; a refusal ends the request. */
final class Submissions {

    /** The gateway answers everything in its time, so a longer wait means that nobody keeps its time. */
    private static final Duration WAIT_MAX = Gateway.WAIT_MAX.plusSeconds(1);

    private final Gateway gateway;
    private final Throttle throttle;

    Submissions(Gateway gateway, Throttle throttle) {
        this.gateway = gateway;
        this.throttle = throttle;
    }

    Outcome.Stored send(Command.Send send) {
        return switch (granted(send)) {
            case Outcome.Stored stored -> stored;
            case Outcome other -> throw new IllegalStateException("a send came to " + other);
        };
    }

    Outcome.Changed change(Command change) {
        throttle.change(change.actor());
        return switch (granted(change)) {
            case Outcome.Changed changed -> changed;
            case Outcome other -> throw new IllegalStateException("a change came to " + other);
        };
    }

    private Outcome granted(Command command) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        gateway.submit(command, 0, answer::complete);
        return switch (await(answer)) {
            case Outcome.Refused refused -> throw new ProblemException(Problem.of(refused));
            case Outcome.Unavailable unavailable -> throw new ProblemException(Problem.of(unavailable));
            case Outcome granted -> granted;
        };
    }

    private static Outcome await(CompletableFuture<Outcome> answer) {
        try {
            return answer.get(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ProblemException(Problem.unavailable("it is not known yet whether it was stored"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Problem.unavailable("the server is going away"));
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("the gateway answers, it does not fail", impossible);
        }
    }
}
