package chat.parley.rest;

import chat.parley.accounts.Accounts;
import chat.parley.accounts.Device;
import chat.parley.accounts.Devices;
import chat.parley.domain.DeviceId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import chat.parley.fabric.port.Authenticator.Verdict;
import chat.parley.wire.BadInput;
import chat.parley.wire.Code;
import chat.parley.wire.Names;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One's devices. Push tokens go in and never out. */
final class DeviceCalls {

    private final @Nullable Accounts accounts;
    private final Devices devices;
    private final Waking.Checks checks;

    DeviceCalls(People people, Waking.Checks checks) {
        this.accounts = people.accounts();
        this.devices = people.devices();
        this.checks = checks;
    }

    Response list(Call call, UserId caller) {
        List<Device> own = devices.of(caller);
        return Json.response(200, json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("devices");
                    for (Device device : own) {
                        write(json, device);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                })
                .build();
    }

    Response show(Call call, UserId caller) throws BadInput {
        Device device = devices.find(caller, call.deviceId());
        if (device == null) {
            throw unknown();
        }
        return response(device);
    }

    Response register(Call call, Verdict.Accepted caller) throws BadInput {
        DeviceId id = call.deviceId();
        JsonBody body = call.body();
        String name = body.text("platform");
        if (name == null) {
            throw BadInput.missing("platform");
        }
        Platform platform = Names.parse("platform", Platform.class, name);
        String pushToken = PushTokens.read(platform, body, checks);
        String pushKey = body.text("push_key");
        if (pushKey != null && !checks.isPushKey(pushKey)) {
            throw BadInput.malformed("push_key", "a public key for X25519: 32 bytes in base64url");
        }
        Device device = devices.register(caller.user(), id, platform, pushToken, pushKey, caller.login());
        if (device == null) {
            throw new ProblemException(Problem.unauthorized("the login of this token has ended", "invalid_token"));
        }
        return response(device);
    }

    Response remove(Call call, Verdict.Accepted caller) throws BadInput {
        DeviceId id = call.deviceId();
        Accounts here = accounts;
        // Where another issuer makes the tokens, it is he who ends them.
        boolean removed =
                here == null ? devices.remove(caller.user(), id) : here.forget(caller.user(), id, caller.login());
        if (!removed) {
            throw unknown();
        }
        return Response.noContent().build();
    }

    static ProblemException unknown() {
        return new ProblemException(Problem.of(Code.NOT_FOUND, "device_id is none of yours"));
    }

    private static Response response(Device device) {
        return Json.response(200, json -> write(json, device)).build();
    }

    private static void write(JsonGenerator json, Device device) throws IOException {
        json.writeStartObject();
        json.writeStringField("device_id", device.id().value());
        if (device.platform() != null) {
            json.writeStringField("platform", Names.of(device.platform()));
        }
        json.writeNumberField("last_seen", device.lastSeen());
        json.writeObjectFieldStart("push");
        Long goneAt = device.tokenGoneAt();
        if (device.pushToken() != null) {
            json.writeStringField("state", "registered");
        } else if (goneAt != null) {
            json.writeStringField("state", "gone");
            json.writeNumberField("gone_at", goneAt);
        } else {
            json.writeStringField("state", "none");
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
