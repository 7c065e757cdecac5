package chat.parley.rest;

import chat.parley.accounts.Devices;
import chat.parley.domain.DeviceId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.push.PushOutcome;
import chat.parley.push.PushTarget;
import chat.parley.wire.BadInput;
import chat.parley.wire.Names;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Whether one can be woken, and by whom. */
final class PushCalls {

    /** Providers answer sooner, whatever their service does. */
    private static final Duration WAIT_MAX = Duration.ofSeconds(40);

    /** What came of a sample: what a provider can say, and that none was asked. */
    private sealed interface Result {

        record NoToken() implements Result {}

        record NoProvider() implements Result {}

        record Said(Platform platform, PushOutcome outcome) implements Result {}
    }

    private final Waking waking;
    private final Devices devices;
    private final Throttle throttle;

    PushCalls(Waking waking, Devices devices, Throttle throttle) {
        this.waking = waking;
        this.devices = devices;
        this.throttle = throttle;
    }

    Response show(Call call, UserId caller) {
        return Json.response(200, json -> {
                    json.writeStartObject();
                    json.writeStringField("vapid_public_key", waking.vapidKey());
                    json.writeArrayFieldStart("platforms");
                    for (Platform platform : Platform.values()) {
                        if (waking.platforms().contains(platform)) {
                            json.writeString(Names.of(platform));
                        }
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                })
                .build();
    }

    /** Answered with what the provider said, so that a device that stays silent can be told from one that is not asked. */
    Response sample(Call call, UserId caller) throws BadInput {
        DeviceId id = call.deviceId();
        if (devices.find(caller, id) == null) {
            throw DeviceCalls.unknown();
        }
        throttle.sample(caller);
        Result result = result(caller, id);
        return Json.response(200, json -> write(json, result)).build();
    }

    private Result result(UserId caller, DeviceId id) {
        PushTarget target = waking.targets().of(caller).stream()
                .filter(one -> one.device().equals(id))
                .findAny()
                .orElse(null);
        if (target == null) {
            return new Result.NoToken();
        }
        if (!waking.platforms().contains(target.platform())) {
            return new Result.NoProvider();
        }
        PushOutcome outcome = outcome(target);
        if (outcome instanceof PushOutcome.TokenGone) {
            waking.targets().gone(target, waking.clock().millis());
        }
        return new Result.Said(target.platform(), outcome);
    }

    private PushOutcome outcome(PushTarget target) {
        try {
            return waking.sample().send(target).toCompletableFuture().get(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new PushOutcome.RetryLater(null, "no answer within " + WAIT_MAX.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Problem.unavailable("the server is going away"));
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a provider answers, it does not fail", impossible);
        }
    }

    private static void write(JsonGenerator json, Result result) throws IOException {
        switch (result) {
            case Result.NoToken() -> write(json, "no_token", null, null, null);
            case Result.NoProvider() -> write(json, "no_provider", null, null, null);
            case Result.Said(var platform, var outcome) -> {
                switch (outcome) {
                    case PushOutcome.Accepted(var id) -> write(json, "accepted", id, null, null);
                    case PushOutcome.TokenGone(var reason) -> write(json, "token_gone", null, reason, null);
                    case PushOutcome.Refused(var reason) -> write(json, "refused", null, reason, null);
                    // What is wrong with the operator's credentials is for the operator to read.
                    case PushOutcome.BadCredentials _ -> write(json, "bad_credentials", null, null, null);
                    case PushOutcome.RetryLater(var after, var reason) ->
                        write(json, "retry_later", null, isOfAnyHost(platform) ? null : reason, after);
                }
            }
        }
    }

    /**
     * Where the device itself names the host, why that host did not take it is not told: it would make this server say
     * which hosts and ports answer, where only the server reaches them.
     */
    private static boolean isOfAnyHost(Platform platform) {
        return switch (platform) {
            case APNS, FCM -> false;
            case WEBPUSH, UNIFIEDPUSH -> true;
        };
    }

    private static void write(
            JsonGenerator json,
            String outcome,
            @Nullable String providerId,
            @Nullable String reason,
            @Nullable Duration retryAfter)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("outcome", outcome);
        json.writeStringField("provider_id", providerId);
        json.writeStringField("reason", reason);
        if (retryAfter == null) {
            json.writeNullField("retry_after_ms");
        } else {
            json.writeNumberField("retry_after_ms", retryAfter.toMillis());
        }
        json.writeEndObject();
    }
}
