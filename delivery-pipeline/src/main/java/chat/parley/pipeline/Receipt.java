package chat.parley.pipeline;

import chat.parley.domain.ConversationId;
import chat.parley.domain.ReceiptKind;
import chat.parley.domain.UserId;

/**
 * A cursor that a client has moved.
 *
 * @param origin the request it came by; its socket is not told of its own receipt
 * @param serverTs when it came, Unix milliseconds
 */
record Receipt(Cursor cursor, ReplyTo origin, long serverTs) {

    /** What there is one cursor of. */
    record Key(ConversationId conversation, UserId user, ReceiptKind kind) {}

    Key key() {
        return new Key(cursor.conversation(), cursor.user(), cursor.kind());
    }

    static Receipt further(Receipt one, Receipt other) {
        return other.cursor.isAheadOf(one.cursor) ? other : one;
    }
}
