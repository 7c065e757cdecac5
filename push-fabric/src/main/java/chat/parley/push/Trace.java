package chat.parley.push;

import chat.parley.domain.ConversationId;
import chat.parley.domain.DeviceId;
import chat.parley.domain.MessageId;
import chat.parley.domain.Platform;
import chat.parley.domain.UserId;
import org.jspecify.annotations.Nullable;

/**
 * One step on the way of a message to one device, so that it can be said why a wake-up did not come.
 *
 * @param at Unix milliseconds
 * @param device null when it concerns all devices of the user
 */
public record Trace(
        ConversationId conversation,
        MessageId message,
        long at,
        UserId user,
        @Nullable DeviceId device,
        Step step) {

    /** What happened. */
    public sealed interface Step {

        /** It went to the device's open socket. */
        record Live() implements Step {}

        /**
         * The provider took it.
         *
         * @param providerId what the provider calls it, null when it gives no name
         */
        record Pushed(Platform platform, @Nullable String providerId) implements Step {}

        /** One wake-up tells of this message and of a later one. */
        record CollapsedInto(MessageId later) implements Step {}

        /** Nothing is sent. */
        record Suppressed(Reason reason) implements Step {}

        /**
         * It could not be sent, and is tried again.
         *
         * @param until Unix milliseconds
         */
        record Delayed(String reason, long until) implements Step {}

        /** It could not be sent, and is not tried again. */
        record Failed(String reason) implements Step {}
    }

    /** Why nothing is sent. */
    public enum Reason {
        /** The user has muted the conversation, or wants mentions alone. */
        MUTED,
        QUIET_HOURS,
        /** Read before it was sent. */
        READ,
        /** The device is connected again. */
        CONNECTED,
        /** No device of the user can be woken. */
        NO_TOKEN,
        /** The provider does not know the device any more. */
        TOKEN_GONE,
        /** No provider of this platform is set up. */
        NO_PROVIDER,
        /** Too many wait, for this device or in all. */
        LIMIT,
        /** Not sent within its time to live. */
        EXPIRED,
        /** The user has left, or may not see it. */
        NO_MEMBER
    }
}
