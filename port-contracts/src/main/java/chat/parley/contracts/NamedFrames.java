package chat.parley.contracts;

import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.Message;
import chat.parley.fabric.port.Frames;
import chat.parley.pipeline.ConversationView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Frames that say in a few words what they are, for a suite to tell them apart. */
public final class NamedFrames implements Frames {

    static String name(Message message, boolean own) {
        return message.conversation() + " " + message.id() + (own ? " of his own" : "");
    }

    @Override
    public byte[] message(Message message, boolean own) {
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
    public byte[] resync(Duration within) {
        return bytes("resync within " + within);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
