package chat.parley.fabric;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Limits;
import chat.parley.domain.UserId;
import chat.parley.fabric.port.Frames;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Cursor;
import chat.parley.pipeline.Parcel;
import chat.parley.pipeline.ReplyTo;
import chat.parley.pipeline.port.Delivery;
import chat.parley.pipeline.port.StoreUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Brings parcels to the sockets of those they are for. The registry is asked for every parcel and never remembered:
 * whoever registered before the message was stored is found.
 */
public final class Router implements Delivery {

    private static final System.Logger LOG = System.getLogger(Router.class.getName());

    private static final Duration RESYNC_WITHIN = Duration.ofSeconds(5);

    /** When all are told at once, they ask over a longer time. */
    private static final Duration ALL_RESYNC_WITHIN = Duration.ofSeconds(30);

    private final long incarnation;
    private final Sessions sessions;
    private final Frames frames;
    private final Conversations conversations;
    private final Witness witness;

    public Router(long incarnation, Sessions sessions, Frames frames, Conversations conversations) {
        this(incarnation, sessions, frames, conversations, Witness.NONE);
    }

    /** @param witness is told to which sockets each message went */
    public Router(long incarnation, Sessions sessions, Frames frames, Conversations conversations, Witness witness) {
        this.witness = witness;
        this.incarnation = incarnation;
        this.sessions = sessions;
        this.frames = frames;
        this.conversations = conversations;
    }

    @Override
    public void deliver(List<Parcel> parcels) {
        for (Parcel parcel : parcels) {
            try {
                deliver(parcel);
            } catch (StoreUnavailable e) {
                throw e;
            } catch (RuntimeException e) {
                // One that nobody foresaw. The others go on, and those whom this one is for are told to look.
                LOG.log(System.Logger.Level.ERROR, "a parcel could not be delivered", e);
                tellToLook(parcel);
            }
        }
    }

    private void deliver(Parcel parcel) {
        switch (parcel) {
            case Parcel.NewMessage message -> tell(message);
            case Parcel.ReceiptGiven receipt -> tell(receipt);
            case Parcel.ConversationChanged changed -> changed.to().forEach(user -> show(changed, user));
            case Parcel.ConversationLeft left -> tell(left);
            case Parcel.Missed _ -> tellAllToLook();
        }
    }

    /** Needs no registry: whoever is connected to this node is told. */
    public void tellAllToLook() {
        sessions.tellAll(frames.resync(ALL_RESYNC_WITHIN));
    }

    private void tellToLook(Parcel parcel) {
        List<UserId> to = switch (parcel) {
            case Parcel.NewMessage message -> message.to();
            case Parcel.ReceiptGiven receipt -> receipt.to();
            case Parcel.ConversationChanged changed -> changed.to();
            case Parcel.ConversationLeft left -> left.to();
            case Parcel.Missed _ -> List.of();
        };
        byte[] frame = frames.resync(RESYNC_WITHIN);
        to.forEach(user -> sessions.of(user).forEach(session -> session.deliver(frame)));
    }

    private void tell(Parcel.NewMessage parcel) {
        UserId sender = parcel.message().from();
        byte[] forOthers = null;
        int told = 0;
        boolean named = !witness.equals(Witness.NONE) && parcel.to().size() <= Limits.MEMBERS_TOLD_MAX;
        List<Session> reached = named ? new ArrayList<>() : List.of();
        for (UserId user : parcel.to()) {
            List<Session> devices = sessions.of(user);
            if (devices.isEmpty()) {
                continue;
            }
            told += devices.size();
            if (named) {
                reached.addAll(devices);
            }
            if (user.equals(sender)) {
                tellSender(parcel, devices);
                continue;
            }
            if (forOthers == null) {
                forOthers = frames.message(parcel.message(), false);
            }
            for (Session device : devices) {
                device.deliver(forOthers);
            }
        }
        witness.told(parcel, reached, told);
        if (LOG.isLoggable(System.Logger.Level.DEBUG)) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "a message goes to those who are connected",
                    Map.entry("conversation_id", parcel.message().conversation()),
                    Map.entry("message_id", parcel.message().id()),
                    Map.entry("sockets", told));
        }
    }

    private void tell(Parcel.ReceiptGiven parcel) {
        Cursor cursor = parcel.cursor();
        byte[] frame = null;
        for (UserId user : parcel.to()) {
            for (Session device : sessions.of(user)) {
                if (isOrigin(device, parcel.origin())) {
                    continue;
                }
                if (frame == null) {
                    frame = frames.receipt(
                            cursor.conversation(), cursor.kind(), cursor.user(), cursor.id(), parcel.serverTs());
                }
                device.deliver(frame);
            }
        }
    }

    /** Who has come back meanwhile, and may have caught up with it, would take it for his leaving again. */
    private void tell(Parcel.ConversationLeft left) {
        byte[] frame = frames.conversationLeft(left.conversation(), left.type());
        for (UserId user : left.to()) {
            List<Session> devices = sessions.of(user);
            if (!devices.isEmpty() && !isMember(left.conversation(), user)) {
                devices.forEach(session -> session.deliver(frame));
            }
        }
    }

    private boolean isMember(ConversationId conversation, UserId user) {
        try {
            return conversations.access(conversation, user) instanceof Conversations.Access.Member;
        } catch (StoreUnavailable e) {
            return false;
        }
    }

    private boolean isOrigin(Session device, ReplyTo origin) {
        return origin.incarnation() == incarnation && device.connection().number() == origin.connection();
    }

    /** All devices of the sender but the one that gets the ack; he made an event on none of them. */
    private void tellSender(Parcel.NewMessage parcel, List<Session> devices) {
        boolean acked = parcel.message().clientMsgId() != null;
        byte[] frame = null;
        for (Session device : devices) {
            if (acked && isOrigin(device, parcel.origin())) {
                continue;
            }
            if (frame == null) {
                frame = frames.message(parcel.message(), true);
            }
            device.deliver(frame);
        }
    }

    private void show(Parcel.ConversationChanged changed, UserId user) {
        List<Session> devices = sessions.of(user);
        if (devices.isEmpty()) {
            return;
        }
        try {
            if (conversations.access(changed.conversation(), user) instanceof Conversations.Access.Member member) {
                byte[] frame = frames.conversation(conversations.view(member, user));
                devices.forEach(session -> session.deliver(frame));
            }
        } catch (StoreUnavailable e) {
            // Who cannot be told now is told to look; to fail would tell all others of the batch again.
            byte[] frame = frames.resync(RESYNC_WITHIN);
            devices.forEach(session -> session.deliver(frame));
        }
    }
}
