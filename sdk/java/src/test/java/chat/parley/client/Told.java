package chat.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An application that notes what it is told. */
final class Told implements ParleyListener {

    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    /** A failed send. */
    record Failed(OutgoingMessage message, ParleyException reason) {}

    /** The end of a catch-up. */
    record Synced(Map<String, Standing> standings) {}

    @Override
    public void onMessage(Message message) {
        events.add(message);
    }

    @Override
    public void onReceipt(Receipt receipt) {
        events.add(receipt);
    }

    @Override
    public void onTyping(Typing typing) {
        events.add(typing);
    }

    @Override
    public void onPresence(Presence presence) {
        events.add(presence);
    }

    @Override
    public void onConversation(ConversationChange change) {
        events.add(change);
    }

    @Override
    public void onState(ConnectionChange change) {
        events.add(change);
    }

    @Override
    public void onSendFailed(OutgoingMessage message, ParleyException reason) {
        events.add(new Failed(message, reason));
    }

    @Override
    public void onSynced(Map<String, Standing> standings) {
        events.add(new Synced(standings));
    }

    @Override
    public void onError(ParleyException error) {
        events.add(error);
    }

    /** The next event of a kind; others are let pass. */
    <T> T next(Class<T> kind) throws InterruptedException {
        while (true) {
            Object event = events.poll(30, TimeUnit.SECONDS);
            assertThat(event).as("waiting for a " + kind.getSimpleName()).isNotNull();
            if (kind.isInstance(event)) {
                return kind.cast(event);
            }
        }
    }

    ConnectionChange until(ConnectionState state) throws InterruptedException {
        while (true) {
            ConnectionChange change = next(ConnectionChange.class);
            if (change.state() == state) {
                return change;
            }
        }
    }

    List<Long> seqs(int count) throws InterruptedException {
        List<Long> seqs = new ArrayList<>();
        while (seqs.size() < count) {
            seqs.add(next(Message.class).seq());
        }
        return seqs;
    }

    /** Messages that came and were not asked for. */
    List<Message> left() {
        List<Message> messages = new ArrayList<>();
        for (Object event : events) {
            if (event instanceof Message message) {
                messages.add(message);
            }
        }
        return messages;
    }
}
