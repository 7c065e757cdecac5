package chat.parley.embedded;

import chat.parley.domain.Body;
import chat.parley.domain.Content;
import chat.parley.domain.Event;
import chat.parley.domain.Message;
import chat.parley.pipeline.Command;
import chat.parley.pipeline.DeliveryEvent;
import chat.parley.pipeline.Entry;

/** What things in a queue take of the heap, by estimate, in bytes: enough to bound the queue. */
final class Footprint {

    private static final int ENTRY = 300;
    private static final int EVENT = 300;
    private static final int MESSAGE = 150;
    private static final int ID = 100;

    private Footprint() {}

    static long of(Entry entry) {
        return ENTRY
                + switch (entry.command()) {
                    case Command.Send send -> of(send.body());
                    case Command.Create create -> ids(create.members().size());
                    case Command.AddMembers add -> ids(add.members().size());
                    case Command.RemoveMember _, Command.Rename _, Command.SetRole _ -> 0L;
                };
    }

    static long of(DeliveryEvent event) {
        long bytes = EVENT + ids(event.departed().size());
        for (Message message : event.messages()) {
            bytes += MESSAGE + of(message.content());
        }
        return bytes;
    }

    private static long of(Content content) {
        return switch (content) {
            case Body(var text, var mediaIds) -> (text == null ? 0 : text.length()) + ids(mediaIds.size());
            case Event.Created created -> ids(created.members().size());
            case Event.MembersAdded added -> ids(added.members().size());
            case Event.MemberRemoved _, Event.MemberLeft _, Event.Renamed _, Event.RoleChanged _ -> 0L;
        };
    }

    private static long ids(int count) {
        return (long) ID * count;
    }
}
