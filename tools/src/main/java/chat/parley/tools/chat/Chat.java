package chat.parley.tools.chat;

import chat.parley.client.ConnectionChange;
import chat.parley.client.Conversation;
import chat.parley.client.ConversationChange;
import chat.parley.client.Member;
import chat.parley.client.Message;
import chat.parley.client.OutgoingMessage;
import chat.parley.client.ParleyClient;
import chat.parley.client.ParleyException;
import chat.parley.client.ParleyListener;
import chat.parley.client.Receipt;
import chat.parley.client.ReceiptKind;
import chat.parley.client.Sent;
import chat.parley.client.Standing;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the user sees: the conversations, the one that is open, and what is on its way. Events come on the
 * client's thread, commands on the user's; one lock orders them.
 */
final class Chat implements ParleyListener {

    /** A send that is acked sooner is shown once, with its tick. */
    private static final long SLOW_MILLIS = 300;

    private static final class Pending {
        private final OutgoingMessage send;
        private final Instant since = Instant.now();
        private boolean shown;

        private Pending(OutgoingMessage send) {
            this.send = send;
        }
    }

    private final String me;
    private final Screen screen;
    private final Wording wording;
    private final Palette palette;
    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, Pending> pending = new LinkedHashMap<>();
    /** The client_msg_ids of this run: as many as somebody typed. */
    private final Set<String> said = new HashSet<>();

    private List<Place> listed = List.of();
    private @Nullable Place open;
    private @Nullable ParleyClient client;
    private long clock;
    private boolean away;
    private int missed;

    Chat(String me, Screen screen, Wording wording) {
        this.me = me;
        this.screen = screen;
        this.wording = wording;
        this.palette = screen.palette();
    }

    synchronized void use(ParleyClient built) {
        client = built;
    }

    synchronized String prompt() {
        return (open == null ? palette.faint(me) : palette.name(open.name())) + palette.faint(" › ");
    }

    synchronized @Nullable Place open() {
        return open;
    }

    /** Adds a conversation, or what is new about it. */
    synchronized Place learn(Conversation conversation) {
        Place known = places.get(conversation.conversationId());
        if (known == null) {
            known = new Place(conversation, me, ++clock);
            places.put(conversation.conversationId(), known);
        } else {
            known.update(conversation);
        }
        return known;
    }

    /** Shows the list, the latest active first, with the numbers that {@code /open} takes. */
    synchronized void list() {
        listed = new ArrayList<>(places.values());
        listed.sort(Comparator.comparingLong((Place place) -> -place.activity));
        if (listed.isEmpty()) {
            screen.show(palette.faint("No conversations yet. Begin one with /direct USER or /group TITLE USER…"));
        }
        for (int i = 0; i < listed.size(); i++) {
            Place place = listed.get(i);
            String unread = place.unread == 0 ? "" : palette.good("  " + place.unread + " unread");
            String size = place.direct() ? "" : palette.faint("  " + place.memberCount() + " members");
            screen.show(String.format("%3d  ", i + 1) + palette.name(place.name()) + size + unread);
        }
    }

    /** The conversation with a number of the list, or with a name; null when there is none. */
    synchronized @Nullable Place find(String numberOrName) {
        if (numberOrName.matches("[0-9]{1,6}")) {
            int number = Integer.parseInt(numberOrName);
            return number >= 1 && number <= listed.size() ? listed.get(number - 1) : null;
        }
        return places.values().stream()
                .filter(place -> place.name().equals(numberOrName))
                .findFirst()
                .orElse(null);
    }

    /** Opens a conversation and shows its newest messages, given oldest first. */
    synchronized void open(Place place, List<Message> newest) {
        open = place;
        place.unread = 0;
        place.shownDay = null;
        screen.show(palette.strong("── " + place.name())
                + palette.faint(place.direct() ? "" : " · " + place.memberCount() + " members"));
        newest.forEach(message -> print(place, message));
        shown(place, newest);
        read(place, newest.isEmpty() ? null : newest.getLast());
    }

    /** Shows earlier messages of the open conversation, oldest first. */
    synchronized void history(Place place, List<Message> messages) {
        place.shownDay = null;
        messages.forEach(message -> print(place, message));
        shown(place, messages);
        screen.show(palette.faint("──── until here: history ────"));
        place.shownDay = null;
    }

    /** Sends to the open conversation; it is shown when the server has it, or is slow. */
    synchronized void say(Place place, String text) {
        ParleyClient through = client;
        if (through == null) {
            return;
        }
        try {
            OutgoingMessage send = OutgoingMessage.of(place.id, text);
            Pending waiting = new Pending(send);
            pending.put(send.clientMsgId(), waiting);
            said.add(send.clientMsgId());
            var _ = through.send(send);
            CompletableFuture.delayedExecutor(SLOW_MILLIS, TimeUnit.MILLISECONDS)
                    .execute(() -> slow(waiting));
        } catch (IllegalArgumentException | ParleyException e) {
            screen.show(palette.bad("✗ not sent")
                    + palette.faint(" (" + Wording.safe(String.valueOf(e.getMessage())) + ")"));
        }
    }

    @Override
    public synchronized void onMessage(Message message) {
        String key = message.clientMsgId();
        if (key != null && said.contains(key)) {
            // Its ack shows it.
            return;
        }
        missed += away ? 1 : 0;
        Place place = places.computeIfAbsent(message.conversationId(), _ -> stranger(message));
        place.activity = ++clock;
        if (message.seq() <= place.shownSeq) {
            return;
        }
        if (place.equals(open)) {
            print(place, message);
            read(place, message);
        } else {
            place.unread += message.event() == null && !message.from().equals(me) ? 1 : 0;
            screen.show(wording.elsewhere(place.name(), message));
        }
    }

    @Override
    public synchronized void onState(ConnectionChange change) {
        switch (change.state()) {
            case READY -> {
                if (away) {
                    screen.show(palette.faint("— connected again"));
                }
            }
            case WAITING -> {
                if (!away) {
                    away = true;
                    screen.show(palette.bad("— no connection")
                            + palette.faint(" (" + why(change) + "); trying again, what you write is kept and sent"));
                }
            }
            case REFUSED -> left("the server does not accept the token");
            case REPLACED -> left("this device was opened elsewhere");
            case IDLE, CONNECTING, CLOSED -> {
                // Nothing that the user would care for.
            }
        }
    }

    @Override
    public synchronized void onSynced(Map<String, Standing> standings) {
        standings.forEach((id, standing) -> {
            Place place = places.get(id);
            if (place != null && !place.equals(open)) {
                place.unread = standing.unread();
            }
        });
        if (away && missed > 0) {
            screen.show(palette.faint("— " + missed + (missed == 1 ? " message" : " messages") + " came meanwhile"));
        }
        away = false;
        missed = 0;
    }

    @Override
    public synchronized void onSent(OutgoingMessage send, Sent sent) {
        Pending waiting = pending.remove(send.clientMsgId());
        Place place = places.get(send.conversationId());
        if (waiting == null || place == null) {
            return;
        }
        place.activity = ++clock;
        place.lastSaid = sent.messageId();
        if (sent.seq() <= place.shownSeq) {
            return;
        }
        separate(place, sent.serverTs());
        String where = place.equals(open) ? "" : palette.faint("[" + place.name() + "] ");
        screen.show(where + wording.said(sent.serverTs(), me, text(send)) + " "
                + palette.good(waiting.shown ? "✓ sent" : "✓"));
    }

    @Override
    public synchronized void onSendFailed(OutgoingMessage send, ParleyException reason) {
        pending.remove(send.clientMsgId());
        screen.show(palette.bad("✗ not sent") + " " + Wording.safe(text(send))
                + palette.faint(" (" + Wording.safe(String.valueOf(reason.getMessage())) + ")"));
    }

    /** In a talk of two, shows once that the other has read what one said last. */
    @Override
    public synchronized void onReceipt(Receipt receipt) {
        Place place = places.get(receipt.conversationId());
        if (place == null
                || !place.equals(open)
                || !place.direct()
                || receipt.kind() != ReceiptKind.READ
                || receipt.userId().equals(me)) {
            return;
        }
        String last = place.lastSaid;
        if (last != null && receipt.messageId().compareTo(last) >= 0) {
            place.lastSaid = null;
            screen.show(palette.faint("— read by " + Wording.safe(receipt.userId())));
        }
    }

    @Override
    public synchronized void onConversation(ConversationChange change) {
        changed(change);
    }

    @Override
    public synchronized void onError(ParleyException error) {
        screen.show(palette.bad("✗ ") + Wording.safe(String.valueOf(error.getMessage())));
    }

    private static String why(ConnectionChange change) {
        return change.reason().isEmpty() ? "code " + change.closeCode() : Wording.safe(change.reason());
    }

    private static String text(OutgoingMessage send) {
        return send.text() == null ? "" : send.text();
    }

    private void left(String why) {
        screen.show(palette.bad("— " + why) + palette.faint("; /quit leaves"));
    }

    private void changed(ConversationChange changed) {
        String id = changed.conversation().conversationId();
        if (changed.removed()) {
            Place gone = places.remove(id);
            if (gone != null) {
                screen.show(palette.faint("— you are no longer in " + gone.name()));
            }
            if (gone != null && gone.equals(open)) {
                open = null;
            }
            return;
        }
        boolean fresh = !places.containsKey(id);
        Place place = learn(changed.conversation());
        if (fresh) {
            screen.show(palette.faint("— new: " + place.name() + "; /open " + place.name()));
        }
    }

    private synchronized void slow(Pending waiting) {
        if (pending.containsKey(waiting.send.clientMsgId()) && !waiting.shown) {
            waiting.shown = true;
            screen.show(wording.said(waiting.since, me, text(waiting.send)) + " " + palette.faint("… sending"));
        }
    }

    private void print(Place place, Message message) {
        separate(place, message.serverTs());
        String tick = message.from().equals(me) && message.event() == null ? " " + palette.good("✓") : "";
        screen.show(wording.line(message) + tick);
    }

    private static void shown(Place place, List<Message> history) {
        if (!history.isEmpty()) {
            place.shownSeq = Math.max(place.shownSeq, history.getLast().seq());
        }
    }

    private void separate(Place place, Instant at) {
        LocalDate day = wording.dayOf(at);
        if (place.equals(open) && !day.equals(place.shownDay)) {
            place.shownDay = day;
            screen.show(wording.day(day));
        }
    }

    /** Tells the server how far this user has read. */
    private void read(Place place, @Nullable Message newest) {
        ParleyClient through = client;
        if (newest != null && through != null && !newest.from().equals(me)) {
            through.read(place.id, newest.messageId());
        }
    }

    private Place stranger(Message message) {
        Member sender = new Member(message.from(), "member", message.serverTs());
        Conversation direct = new Conversation(
                message.conversationId(),
                "direct",
                null,
                "all",
                2,
                List.of(sender),
                "member",
                message.serverTs(),
                1,
                null,
                0,
                null,
                0);
        return new Place(direct, me, ++clock);
    }
}
