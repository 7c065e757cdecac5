package chat.parley.tools.bench;

import chat.parley.tools.client.Close;
import chat.parley.tools.client.Wire;
import chat.parley.tools.client.WireListener;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One socket of a {@link Fleet}. Everything in it is touched on the client's loop alone. */
final class Socket implements WireListener {

    private final Fleet fleet;
    private final int index;
    private @Nullable Wire wire;
    private boolean ready;

    Socket(Fleet fleet, int index) {
        this.fleet = fleet;
        this.index = index;
    }

    /** Its place in the fleet, from 0. */
    int index() {
        return index;
    }

    Wire wire() {
        return Objects.requireNonNull(wire);
    }

    @Override
    public void opened(Wire wire) {
        this.wire = wire;
        fleet.greet(wire);
    }

    @Override
    public void text(Wire wire, byte[] frame, int offset, int length) {
        if (ready) {
            fleet.traffic().text(this, frame, offset, length);
        } else if (FrameKind.of(frame, offset, length) == FrameKind.READY) {
            ready = true;
            fleet.ready();
        }
    }

    @Override
    public void closed(Wire wire, Close close) {
        fleet.gone(ready, close);
        ready = false;
    }
}
