package chat.parley.rest;

import chat.parley.domain.DeviceId;
import chat.parley.domain.Platform;
import chat.parley.push.Story;
import chat.parley.push.Trace;
import chat.parley.push.Trace.Step;
import chat.parley.push.Traces;
import chat.parley.wire.Names;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The way of a message, for programs. */
public final class StoryJson {

    private StoryJson() {}

    public static String of(Story story) {
        return new String(Json.bytes(json -> write(json, story)), StandardCharsets.UTF_8);
    }

    static void write(JsonGenerator json, Story story) throws IOException {
        json.writeStartObject();
        json.writeStringField("conversation_id", story.conversation().value());
        json.writeStringField("message_id", story.message().toString());
        json.writeNumberField("seq", story.seq());
        json.writeStringField("from", story.from().value());
        json.writeNumberField("stored_at", story.storedAt());
        json.writeNumberField("planned_through", story.way().plannedThrough());
        json.writeArrayFieldStart("members");
        for (Story.Hearer member : story.hearers()) {
            json.writeStartObject();
            json.writeStringField("user_id", member.user().value());
            json.writeBooleanField("delivered", member.delivered());
            json.writeBooleanField("read", member.read());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("steps");
        for (Trace step : story.way().steps()) {
            write(json, step);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("waiting");
        for (Traces.Waiting one : story.way().waiting()) {
            write(json, one);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Trace trace) throws IOException {
        json.writeStartObject();
        json.writeNumberField("at", trace.at());
        json.writeStringField("user_id", trace.user().value());
        DeviceId device = trace.device();
        json.writeStringField("device_id", device == null ? null : device.value());
        switch (trace.step()) {
            case Step.Live() -> json.writeStringField("step", "live");
            case Step.Pushed(Platform platform, @Nullable String id) -> {
                json.writeStringField("step", "pushed");
                json.writeStringField("platform", Names.of(platform));
                json.writeStringField("provider_id", id);
            }
            case Step.CollapsedInto(var later) -> {
                json.writeStringField("step", "collapsed_into");
                json.writeStringField("later_message_id", later.toString());
            }
            case Step.Suppressed(var reason) -> {
                json.writeStringField("step", "suppressed");
                json.writeStringField("reason", Names.of(reason));
            }
            case Step.Delayed(var reason, var until) -> {
                json.writeStringField("step", "delayed");
                json.writeStringField("reason", reason);
                json.writeNumberField("until", until);
            }
            case Step.Failed(var reason) -> {
                json.writeStringField("step", "failed");
                json.writeStringField("reason", reason);
            }
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Traces.Waiting one) throws IOException {
        json.writeStartObject();
        json.writeStringField("user_id", one.user().value());
        json.writeStringField("device_id", one.device().value());
        json.writeStringField("platform", Names.of(one.platform()));
        json.writeNumberField("since", one.since());
        json.writeNumberField("due_at", one.dueAt());
        json.writeNumberField("tries", one.tries());
        json.writeNumberField("closed_until", one.closedUntil());
        json.writeEndObject();
    }
}
