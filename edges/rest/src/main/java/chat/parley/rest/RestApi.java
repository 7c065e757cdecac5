package chat.parley.rest;

import chat.parley.domain.Limits;
import chat.parley.fabric.Presence;
import chat.parley.fabric.limits.Quotas;
import chat.parley.fabric.port.Authenticator;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Gateway;
import chat.parley.pipeline.History;
import chat.parley.pipeline.MemberHistory;
import chat.parley.pipeline.Receipts;
import chat.parley.rest.Dispatcher.Answer;
import chat.parley.wire.BadInput;
import chat.parley.wire.Code;
import chat.parley.wire.http.HttpEndpoint;
import chat.parley.wire.http.HttpRequest;
import chat.parley.wire.http.HttpResponse;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.glassfish.jersey.server.model.Resource;

/** The HTTP face of the wire contract: everything but {@code /ws} and the web client. */
public final class RestApi implements HttpEndpoint {

    /** Each may wait for the pipeline and holds a request and an answer, so there are not too many. */
    private static final int RUNNING_MAX = 256;

    private static final int WAITING_MAX = 1024;

    /** Probes and scrapes pass by the users' crowd: a busy node is not to be taken for a dead one. */
    private static final int OPERATIONS_RUNNING_MAX = 8;

    private static final int OPERATIONS_WAITING_MAX = 64;

    private static final System.Logger LOG = System.getLogger(RestApi.class.getName());

    /** Begins anywhere, so that ids of two runs of a server differ. */
    private final AtomicLong requests = new AtomicLong(new SecureRandom().nextLong());

    private final Gate apiGate = new Gate(RUNNING_MAX, WAITING_MAX);
    private final Gate operationsGate = new Gate(OPERATIONS_RUNNING_MAX, OPERATIONS_WAITING_MAX);
    private final FutureTask<Dispatcher> dispatcher;
    private final RequestTimes times;

    /** @param ready whether this node takes traffic, told at {@code /readyz}; asked often, must not wait */
    public RestApi(
            Authenticator authenticator,
            People people,
            Gateway gateway,
            Conversations conversations,
            History history,
            Presence presence,
            Receipts receipts,
            Waking waking,
            OperatorAccess operator,
            PrometheusMeterRegistry metrics,
            BooleanSupplier ready,
            Quotas quotas) {
        this.times = new RequestTimes(metrics);
        // Jersey takes some hundred milliseconds to start: beside the rest of the node, and no one waits for it but the
        // first request.
        this.dispatcher = new FutureTask<>(() -> {
            Throttle throttle = new Throttle(quotas);
            Submissions submissions = new Submissions(gateway, throttle);
            Memberships memberships = new Memberships(conversations);
            MemberHistory memberHistory = new MemberHistory(conversations, history);
            return new Dispatcher(Routes.of(
                    new Bearer(authenticator, throttle),
                    new ConversationCalls(submissions, memberships, conversations),
                    new MemberCalls(submissions, memberships),
                    new MessageCalls(submissions, memberships, memberHistory, throttle),
                    new PresenceCalls(presence),
                    new AccountCalls(people.accounts(), throttle),
                    new UserCalls(people.users()),
                    new DeviceCalls(people, waking.checks()),
                    new ReceiptCalls(memberships, receipts),
                    new NotificationCalls(waking.preferences(), memberships, waking.clock()),
                    new PushCalls(waking, people.devices(), throttle),
                    new TraceCalls(memberships, memberHistory, receipts),
                    new OperatorCalls(
                            new Bearer(operator.authenticator(), new Throttle(Quotas.none(waking.clock()))),
                            operator.stories()),
                    new Operations(metrics, ready)));
        });
        Thread.ofPlatform().name("rest-start").daemon().start(dispatcher);
    }

    @Override
    public void handle(HttpRequest request, Consumer<HttpResponse> answer) {
        long begun = System.nanoTime();
        Consumer<Answer> finish = done -> {
            Duration time = Duration.ofNanos(System.nanoTime() - begun);
            times.record(done.route(), request.method(), done.response().status(), time);
            String id = HexFormat.of().toHexDigits(requests.incrementAndGet());
            log(id, request.method(), done, time);
            answer.accept(completed(done.response(), request.target(), id));
        };
        Target target;
        try {
            target = Target.parse(request.target());
            if (request.body().length > Limits.FRAME_BYTES_MAX) {
                throw new BadInput(Code.TOO_LARGE, "the body has more than 64 KiB");
            }
        } catch (BadInput e) {
            finish.accept(answerOf(Problem.of(e)));
            return;
        }
        Gate gate = target.isApi() ? apiGate : operationsGate;
        gate.enter(
                () -> finish.accept(dispatch(request, target)),
                () -> finish.accept(answerOf(Problem.unavailable("too many requests are waiting"))));
    }

    /** What is answered where, for the test that compares it with the document. */
    List<Resource> routes() throws InterruptedException, ExecutionException {
        return dispatcher.get().routes();
    }

    private Answer dispatch(HttpRequest request, Target target) {
        try {
            return dispatcher.get().answer(request, target);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return answerOf(Problem.unavailable("the server is going away"));
        } catch (ExecutionException | RuntimeException | Error e) {
            return answerOf(Problems.of(e));
        }
    }

    private static Answer answerOf(Problem problem) {
        return new Answer(CollectedResponse.of(problem.toResponse()), null);
    }

    /** The route and not the path: what strangers write stays out of the log, and so do names. */
    private static void log(String id, String method, Answer answer, Duration time) {
        if (LOG.isLoggable(System.Logger.Level.DEBUG)) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "a request is answered",
                    Map.entry("request_id", id),
                    Map.entry("method", method),
                    Map.entry("route", answer.route() == null ? "none" : answer.route()),
                    Map.entry("status", answer.response().status()),
                    Map.entry("millis", time.toMillis()));
        }
    }

    /** Nothing of a user's is to stay in a cache; the id leads from an answer to the log. */
    private static HttpResponse completed(HttpResponse response, String target, String id) {
        Map<String, List<String>> headers = new LinkedHashMap<>(response.headers());
        headers.put("x-request-id", List.of(id));
        if (!target.startsWith("/openapi.yaml")) {
            headers.put("cache-control", List.of("no-store"));
        }
        return new HttpResponse(response.status(), headers, response.body());
    }
}
