package chat.parley.pipeline;

import chat.parley.domain.Position;
import java.util.List;

/**
 * What an owner has decided and wants stored.
 *
 * @param covered the last log position that this batch deals with, refused entries included
 * @param decided the accepted entries in log order
 * @param heads one for each conversation in it
 * @param cursors the senders' own cursors, moved by what they sent: they have read it
 */
public record Batch(Position covered, List<Decided> decided, List<Head> heads, List<Cursor> cursors) {

    public Batch {
        decided = List.copyOf(decided);
        heads = List.copyOf(heads);
        cursors = List.copyOf(cursors);
    }
}
