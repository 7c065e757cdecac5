package chat.parley.websocket;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** A connection as the {@link Doorkeeper} counts it. */
final class Guest {

    private final Doorkeeper keeper;
    final Channel channel;

    /** Under whose address it counts; null while only a proxy's is known. */
    @Nullable
    Household household;

    /** Whether it waits for something from the client, and so may have to make room. */
    boolean waits;

    boolean gone;

    Guest(Doorkeeper keeper, Channel channel) {
        this.keeper = keeper;
        this.channel = channel;
    }

    void waits() {
        keeper.waits(this);
    }

    void settles() {
        keeper.settles(this);
    }

    void leaves() {
        keeper.leaves(this);
    }
}
