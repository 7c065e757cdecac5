package chat.parley.conformance;

import chat.parley.conformance.Check.Length;
import chat.parley.conformance.client.Mismatch;
import chat.parley.conformance.client.NotApplicable;
import chat.parley.conformance.client.Setting;
import chat.parley.conformance.client.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Runs checks, many at a time; those that wait for long begin first and take nobody's place. */
final class Runner {

    private final Setting setting;
    private final Semaphore places;
    private final Consumer<Result> told;

    /** @param told each result as it comes, on any thread */
    Runner(Setting setting, int parallel, Consumer<Result> told) {
        this.setting = setting;
        this.places = new Semaphore(parallel);
        this.told = told;
    }

    /** @return in the order of the checks */
    List<Result> run(List<Check> checks) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new HashMap<Check, Future<Result>>();
            checks.stream()
                    .sorted(Comparator.comparing(Check::length).reversed())
                    .forEach(check -> running.put(check, threads.submit(() -> run(check, threads))));
            List<Result> results = new ArrayList<>();
            for (Check check : checks) {
                results.add(Objects.requireNonNull(running.get(check)).get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the runner failed", e.getCause());
        }
    }

    private Result run(Check check, ExecutorService threads) throws InterruptedException {
        boolean takesPlace = check.length() == Length.SHORT;
        if (takesPlace) {
            places.acquire();
        }
        try {
            Result result = timed(check, threads);
            told.accept(result);
            return result;
        } finally {
            if (takesPlace) {
                places.release();
            }
        }
    }

    private Result timed(Check check, ExecutorService threads) throws InterruptedException {
        long start = System.nanoTime();
        try (Stage stage = new Stage(setting)) {
            Future<Result.Verdict> verdict = threads.submit(() -> verdict(check, stage));
            Result.Verdict came;
            try {
                came = verdict.get(patience(check).toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                verdict.cancel(true);
                came = failed("an end of the check within " + patience(check).toSeconds() + " s", "none", stage);
            } catch (ExecutionException e) {
                came = failed("no failure of the check itself", String.valueOf(e.getCause()), stage);
            }
            return new Result(check, came, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private static Result.Verdict verdict(Check check, Stage stage) {
        try {
            check.body().run(stage);
            stage.expectNoViolation();
            return new Result.Passed();
        } catch (Mismatch e) {
            return failed(e.expected(), e.came(), stage);
        } catch (NotApplicable e) {
            return new Result.NotRun(String.valueOf(e.getMessage()));
        } catch (Exception e) {
            return failed("that it could go on", e + (e.getCause() == null ? "" : ": " + e.getCause()), stage);
        }
    }

    private static Result.Failed failed(String expected, String came, Stage stage) {
        return new Result.Failed(expected, came, stage.transcript().lines());
    }

    private static Duration patience(Check check) {
        return switch (check.length()) {
            case SHORT -> Duration.ofSeconds(40);
            case LONG -> Duration.ofSeconds(60);
            case SLOW -> Duration.ofMinutes(4);
        };
    }
}
