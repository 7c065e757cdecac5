package chat.parley.client;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the application, and then keeps what it was told. What an event throws is logged and costs that event alone.
 */
final class Announcer implements Inbox.Given {

    private static final System.Logger LOG = System.getLogger(Announcer.class.getName());

    private record Last(long seq, @Nullable String messageId) {}

    private final ParleyListener listener;
    private final Store store;
    private final Dispatcher dispatcher;
    private final Consumer<Message> given;
    /** What was given since the store was last told. On the dispatcher's thread. */
    private final Map<String, Last> unkept = new HashMap<>();

    private volatile boolean closed;

    /**
     * Tells a listener.
     *
     * @param given told of each message after the application has it
     */
    Announcer(Settings settings, Consumer<Message> given) {
        this.listener = settings.listener();
        this.store = settings.store();
        this.given = given;
        this.dispatcher = new Dispatcher(settings.callbacks(), this::keep);
    }

    @Override
    public void begins(String conversationId, long seq, @Nullable String messageId) {
        dispatcher.add(() -> unkept.put(conversationId, new Last(seq, messageId)));
    }

    @Override
    public void message(ServerFrame.Told told) {
        dispatcher.add(() -> {
            Message message = told.message();
            if (told.shown()) {
                tell(to -> to.onMessage(message));
            }
            unkept.put(message.conversationId(), new Last(message.seq(), message.messageId()));
            given.accept(message);
        });
    }

    void tellLater(Consumer<ParleyListener> event) {
        dispatcher.add(() -> tell(event));
    }

    /** @param since the token that covers all that was given before; null for none */
    void synced(@Nullable String since, Map<String, Standing> standings, Runnable then) {
        dispatcher.add(() -> {
            keep();
            if (since != null) {
                store.since(since);
            }
            tell(to -> to.onSynced(standings));
            then.run();
        });
    }

    boolean hasRoom() {
        return dispatcher.hasRoom();
    }

    void awaitRoom() throws InterruptedException {
        dispatcher.awaitRoom();
    }

    /** Whether the caller is the application, being told. */
    boolean telling() {
        return dispatcher.inside();
    }

    void close() {
        dispatcher.close();
        keep();
        closed = true;
    }

    private void tell(Consumer<ParleyListener> event) {
        try {
            event.accept(listener);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the listener failed", e);
        }
    }

    private void keep() {
        if (!closed) {
            unkept.forEach((conversation, last) -> store.given(conversation, last.seq(), last.messageId()));
            unkept.clear();
        }
    }
}
