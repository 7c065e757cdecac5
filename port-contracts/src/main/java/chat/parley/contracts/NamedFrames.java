package chat.parley.contracts;

import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.PresenceStatus;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.UserId;
import chat.parley.fabric.port.Frames;
import chat.parley.pipeline.ConversationView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Frames that say in a few words what they are, for a suite to tell them apart. */
public final class NamedFrames implements Frames {

    static String name(Message message, boolean own) {
        return message.conversation() + " " + message.id() + (own ? " of his own" : "");
    }

    private @Nullable Message failing;

    /** The same, but this message cannot be written. */
    NamedFrames failingAt(Message message) {
        failing = message;
        return this;
    }

    @Override
    public byte[] message(Message message, boolean own) {
        if (message.equals(failing)) {
            throw new IllegalStateException("cannot be written");
        }
        return bytes(name(message, own));
    }

    @Override
    public byte[] conversation(ConversationView view) {
        return bytes(view.roster().profile().id() + " as " + view.reader() + " sees it");
    }

    @Override
    public byte[] conversationLeft(ConversationId conversation, ConversationType type) {
        return bytes(conversation + " is left");
    }

    @Override
    public byte[] receipt(ConversationId conversation, ReceiptKind kind, UserId user, MessageId upTo, long serverTs) {
        return bytes(user + " has " + kind + " " + conversation + " up to " + upTo);
    }

    @Override
    public byte[] typing(ConversationId conversation, UserId user, boolean active) {
        return bytes(user + (active ? " types in " : " types no more in ") + conversation);
    }

    @Override
    public byte[] presence(@Nullable String id, UserId user, PresenceStatus status, @Nullable Long lastActiveTs) {
        return bytes(user + " is " + status + (id == null ? "" : ", asked by " + id));
    }

    @Override
    public byte[] resync(Duration within) {
        return bytes("resync within " + within);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
