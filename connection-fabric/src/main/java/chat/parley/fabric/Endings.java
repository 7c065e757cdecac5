package chat.parley.fabric;

import chat.parley.domain.Body;
import chat.parley.pipeline.Parcel;
import chat.parley.pipeline.port.Delivery;
import java.util.List;

/**
 * Delivers, and then ends what has ended by it: who has sent a message types no more, nor does who has left, and whom he
 * shares nothing with any more he does not watch.
 */
public final class Endings implements Delivery {

    private final Delivery delivery;
    private final Typing typing;
    private final Presence presence;

    public Endings(Delivery delivery, Typing typing, Presence presence) {
        this.delivery = delivery;
        this.typing = typing;
        this.presence = presence;
    }

    @Override
    public void deliver(List<Parcel> parcels) {
        delivery.deliver(parcels);
        for (Parcel parcel : parcels) {
            switch (parcel) {
                case Parcel.NewMessage(var message, var to, var _) -> {
                    if (message.content() instanceof Body) {
                        typing.sent(message, to);
                    }
                }
                case Parcel.ConversationLeft(var conversation, var _, var users) -> {
                    users.forEach(user -> typing.left(conversation, user));
                    presence.left(conversation, users);
                }
                case Parcel.ReceiptGiven _, Parcel.ConversationChanged _, Parcel.Missed _ -> {}
            }
        }
    }
}
