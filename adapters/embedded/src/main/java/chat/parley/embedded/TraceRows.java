package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.domain.DeviceId;
import chat.parley.domain.MessageId;
import chat.parley.domain.UserId;
import chat.parley.push.Trace;
import chat.parley.push.Trace.Reason;
import chat.parley.push.Trace.Step;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys and values of the steps on the ways of messages. A day of messages goes at once, so their keys begin with it. */
final class TraceRows {

    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private static final int LIVE = 0;
    private static final int PUSHED = 1;
    private static final int COLLAPSED = 2;
    private static final int SUPPRESSED = 3;
    private static final int DELAYED = 4;
    private static final int FAILED = 5;

    /** By their places in this list they are stored; another is added at the end. */
    private static final List<Reason> REASONS = List.of(
            Reason.MUTED,
            Reason.QUIET_HOURS,
            Reason.READ,
            Reason.CONNECTED,
            Reason.NO_TOKEN,
            Reason.TOKEN_GONE,
            Reason.NO_PROVIDER,
            Reason.LIMIT,
            Reason.EXPIRED,
            Reason.NO_MEMBER);

    private TraceRows() {}

    /** All rows of the messages of a day begin with this: of the day of this one, in UTC. */
    static byte[] day(MessageId message) {
        return new RowWriter(Integer.BYTES).int32(dayOf(message)).key();
    }

    private static int dayOf(MessageId message) {
        return (int) (message.unixMillis() / DAY_MILLIS);
    }

    /** All steps of a message begin with this. */
    static byte[] of(ConversationId conversation, MessageId message) {
        return message(conversation, message, 0).key();
    }

    /** @param number rises with every step */
    static byte[] key(Trace trace, long number) {
        return message(trace.conversation(), trace.message(), Long.BYTES)
                .int64(number)
                .key();
    }

    private static RowWriter message(ConversationId conversation, MessageId message, int more) {
        return new RowWriter(Integer.BYTES + Keys.bytesOf(conversation.value()) + Long.BYTES + more)
                .int32(dayOf(message))
                .id(conversation.value())
                .int64(message.value());
    }

    static byte[] write(RowWriter row, byte[] key, Trace trace) {
        DeviceId device = trace.device();
        row.clear().number(trace.at()).id(trace.user().value()).int8(device == null ? 0 : 1);
        if (device != null) {
            row.id(device.value());
        }
        step(row, trace.step());
        return row.valueOf(key);
    }

    private static void step(RowWriter row, Step step) {
        switch (step) {
            case Step.Live() -> row.int8(LIVE);
            case Step.Pushed pushed -> {
                row.int8(PUSHED).int8(PlatformNumbers.of(pushed.platform()));
                AccountRows.optional(row, pushed.providerId());
            }
            case Step.CollapsedInto(MessageId later) -> row.int8(COLLAPSED).int64(later.value());
            case Step.Suppressed(Reason reason) -> row.int8(SUPPRESSED).int8(REASONS.indexOf(reason));
            case Step.Delayed(String reason, long until) ->
                row.int8(DELAYED).text(reason).number(until);
            case Step.Failed(String reason) -> row.int8(FAILED).text(reason);
        }
    }

    static Trace read(byte[] key, byte[] value) {
        RowReader ids = RowReader.ofKey(key).skip(Integer.BYTES);
        ConversationId conversation = new ConversationId(ids.id());
        MessageId message = new MessageId(ids.int64());
        return RowReader.whole(key, value, row -> {
            long at = row.number();
            UserId user = new UserId(row.id());
            @Nullable DeviceId device = row.int8() == 0 ? null : new DeviceId(row.id());
            return new Trace(conversation, message, at, user, device, step(row));
        });
    }

    private static Step step(RowReader row) {
        int step = row.int8();
        return switch (step) {
            case LIVE -> new Step.Live();
            case PUSHED -> new Step.Pushed(PlatformNumbers.platform(row.int8()), AccountRows.optional(row));
            case COLLAPSED -> new Step.CollapsedInto(new MessageId(row.int64()));
            case SUPPRESSED -> new Step.Suppressed(reason(row.int8()));
            case DELAYED -> new Step.Delayed(row.text(), row.number());
            case FAILED -> new Step.Failed(row.text());
            default -> throw new DamagedRow("there is no step " + step);
        };
    }

    private static Reason reason(int number) {
        if (number >= REASONS.size()) {
            throw new DamagedRow("there is no reason " + number);
        }
        return REASONS.get(number);
    }
}
