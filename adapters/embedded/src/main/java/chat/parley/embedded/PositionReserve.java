package chat.parley.embedded;

import chat.parley.domain.Position;
import chat.parley.pipeline.port.StoreUnavailable;

/**
 * Sees to it that a position is given out once, also when nothing is stored at it: a stored limit stands well ahead of
 * what is given out, and a new start begins behind it. One write for a million positions.
 */
final class PositionReserve {

    private static final long BLOCK = 1L << 20;

    private final Engine engine;
    private final LogState state;

    PositionReserve(Engine engine, LogState state) {
        this.engine = engine;
        this.state = state;
    }

    /**
     * @return the last position that may have been given out before
     * @throws StoreUnavailable when the limit cannot be stored
     */
    Position begin() {
        Position covered = state.covered().position();
        Position last = state.reserved().isAfter(covered) ? state.reserved() : covered;
        store(ahead(last));
        return last;
    }

    /** The last position that may be given out. */
    Position limit() {
        return state.reserved();
    }

    /** Keeps the limit ahead. When it cannot be stored, it is tried again the next time, and reached some time. */
    void advance(Position last) {
        if (limit().offset() - last.offset() < BLOCK / 2) {
            try {
                store(ahead(last));
            } catch (StoreUnavailable e) {
                // The owner, who calls this, meets the same with his next batch, and tells.
            }
        }
    }

    /** No more are given out: the next start begins right behind. */
    void end(Position last) {
        try {
            store(last);
        } catch (StoreUnavailable e) {
            // The next start begins behind the limit: some numbers are left out, which nobody minds.
        }
    }

    private static Position ahead(Position last) {
        return new Position(last.generation(), last.offset() + BLOCK);
    }

    private void store(Position limit) {
        engine.write(() -> {
            engine.commit(
                    state.covered().position(),
                    changes -> changes.put(
                            Family.META, Keys.RESERVED, StateRows.position(changes.row(), Keys.RESERVED, limit)));
            state.reserved(limit);
        });
    }
}
