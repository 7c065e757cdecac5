package chat.parley.tools.chat;

import chat.parley.tools.client.ClientFrame;
import chat.parley.tools.client.Close;
import chat.parley.tools.client.Connection;
import chat.parley.tools.client.ConnectionListener;
import chat.parley.tools.client.Conversation;
import chat.parley.tools.client.MessageKeys;
import chat.parley.tools.client.Outgoing;
import chat.parley.tools.client.ServerFrame;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the user sees: the conversations, the one that is open, and what is on its way. Events come on the connection's
 * loop, commands on the user's thread; one lock orders them.
 */
final class Chat implements ConnectionListener {

    /** A send that is acked sooner is shown once, with its tick. */
    private static final long SLOW_MILLIS = 300;

    private static final class Pending {
        private final Outgoing send;
        private final long since = System.currentTimeMillis();
        private boolean shown;

        private Pending(Outgoing send) {
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
    private @Nullable Connection connection;
    private long clock;
    private boolean away;
    private boolean ended;
    private int missed;

    Chat(String me, Screen screen, Wording wording) {
        this.me = me;
        this.screen = screen;
        this.wording = wording;
        this.palette = screen.palette();
    }

    synchronized void use(Connection established) {
        connection = established;
    }

    synchronized String prompt() {
        return (open == null ? palette.faint(me) : palette.name(open.name())) + palette.faint(" › ");
    }

    synchronized @Nullable Place open() {
        return open;
    }

    /** Whether the server has turned this client away for good. */
    synchronized boolean ended() {
        return ended;
    }

    synchronized int unsent() {
        return pending.size();
    }

    /** Adds a conversation, or what is new about it. */
    synchronized Place learn(Conversation conversation) {
        Place known = places.get(conversation.id());
        if (known == null) {
            known = new Place(conversation, me, ++clock);
            places.put(conversation.id(), known);
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
    synchronized void open(Place place, List<ServerFrame.Message> newest) {
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
    synchronized void history(Place place, List<ServerFrame.Message> messages) {
        place.shownDay = null;
        messages.forEach(message -> print(place, message));
        shown(place, messages);
        screen.show(palette.faint("──── until here: history ────"));
        place.shownDay = null;
    }

    /** Sends to the open conversation; it is shown when the server has it, or is slow. */
    synchronized void say(Place place, String text) {
        Outgoing send = new Outgoing(place.id, MessageKeys.next(), text);
        Pending waiting = new Pending(send);
        pending.put(send.clientMsgId(), waiting);
        said.add(send.clientMsgId());
        Connection through = connection;
        if (through != null) {
            through.send(send);
            through.hurry();
            var _ = through.loop().schedule(() -> slow(waiting), SLOW_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** A message arrived, live or by catch-up. */
    synchronized void received(ServerFrame.Message message) {
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
    public synchronized void ready(ServerFrame.Ready ready) {
        if (away) {
            screen.show(palette.faint("— connected again"));
        }
    }

    @Override
    public synchronized void caughtUp() {
        if (away && missed > 0) {
            screen.show(palette.faint("— " + missed + (missed == 1 ? " message" : " messages") + " came meanwhile"));
        }
        away = false;
        missed = 0;
    }

    @Override
    public synchronized void lost(Close close, Duration redial) {
        if (!away) {
            away = true;
            String why = close.reason().isEmpty() ? "code " + close.code() : Wording.safe(close.reason());
            screen.show(palette.bad("— no connection")
                    + palette.faint(" (" + why + "); trying again, what you write is kept and sent"));
        }
    }

    @Override
    public synchronized void ended(Close close) {
        ended = true;
        String why = switch (close.code()) {
            case 1000 -> "";
            case 4401, 401 -> "the server does not accept the token";
            case 4409 -> "this device was opened elsewhere";
            default -> "the server closed with " + close.code() + " " + Wording.safe(close.reason());
        };
        if (!why.isEmpty()) {
            screen.show(palette.bad("— " + why) + palette.faint("; /quit leaves"));
        }
    }

    @Override
    public synchronized void acked(Outgoing send, ServerFrame.Ack ack) {
        Pending waiting = pending.remove(send.clientMsgId());
        Place place = places.get(send.conversationId());
        if (waiting == null || place == null) {
            return;
        }
        place.activity = ++clock;
        if (ack.seq() <= place.shownSeq) {
            return;
        }
        separate(place, ack.serverTs());
        String where = place.equals(open) ? "" : palette.faint("[" + place.name() + "] ");
        screen.show(where + wording.said(ack.serverTs(), me, send.text()) + " "
                + palette.good(waiting.shown ? "✓ sent" : "✓"));
    }

    @Override
    public synchronized void refused(Outgoing send, ServerFrame.Failure failure) {
        pending.remove(send.clientMsgId());
        screen.show(palette.bad("✗ not sent") + " " + Wording.safe(send.text())
                + palette.faint(" (" + Wording.safe(failure.message()) + ")"));
    }

    @Override
    public synchronized void frame(ServerFrame frame) {
        switch (frame) {
            case ServerFrame.ConversationChanged changed -> changed(changed);
            case ServerFrame.Synced synced ->
                synced.conversations().forEach((id, standing) -> {
                    Place place = places.get(id);
                    if (place != null && !place.equals(open)) {
                        place.unread = standing.unread();
                    }
                });
            case ServerFrame.Failure failure ->
                screen.show(palette.bad("✗ ") + Wording.safe(failure.code() + ": " + failure.message()));
            default -> {
                // Receipts, typing and presence are not shown.
            }
        }
    }

    private void changed(ServerFrame.ConversationChanged changed) {
        String id = changed.conversation().id();
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
            screen.show(wording.said(waiting.since, me, waiting.send.text()) + " " + palette.faint("… sending"));
        }
    }

    private void print(Place place, ServerFrame.Message message) {
        separate(place, message.serverTs());
        String tick = message.from().equals(me) && message.event() == null ? " " + palette.good("✓") : "";
        screen.show(wording.line(message) + tick);
    }

    private static void shown(Place place, List<ServerFrame.Message> history) {
        if (!history.isEmpty()) {
            place.shownSeq = Math.max(place.shownSeq, history.getLast().seq());
        }
    }

    private void separate(Place place, long unixMillis) {
        LocalDate day = wording.dayOf(unixMillis);
        if (place.equals(open) && !day.equals(place.shownDay)) {
            place.shownDay = day;
            screen.show(wording.day(day));
        }
    }

    /** Tells the server how far this user has read. */
    private void read(Place place, ServerFrame.@Nullable Message newest) {
        Connection through = connection;
        if (newest != null && through != null && !newest.from().equals(me)) {
            through.write(ClientFrame.receipt("read", place.id, newest.messageId()));
        }
    }

    private Place stranger(ServerFrame.Message message) {
        Conversation.Member sender = new Conversation.Member(message.from(), "member");
        return new Place(
                new Conversation(message.conversationId(), "direct", null, List.of(sender), 2, 0, 1, null, 0, 0),
                me,
                ++clock);
    }
}
