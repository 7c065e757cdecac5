package chat.parley.embedded;

import chat.parley.domain.ConversationId;
import chat.parley.domain.DeviceId;
import chat.parley.domain.MessageId;
import chat.parley.domain.Position;
import chat.parley.domain.UserId;
import chat.parley.pipeline.port.Log.Logged;
import chat.parley.push.PushEvent;
import java.util.ArrayList;
import java.util.List;

/** The value of an entry of the push log. */
final class PushEventRow {

    private static final int TOLD = 0;
    private static final int READ = 1;

    private PushEventRow() {}

    static byte[] write(RowWriter row, byte[] key, long logTimeMillis, PushEvent event) {
        row.clear().number(logTimeMillis);
        switch (event) {
            case PushEvent.Told told -> {
                row.int8(TOLD)
                        .id(told.conversation().value())
                        .int64(told.message().value())
                        .number(told.seq())
                        .position(told.position())
                        .id(told.from().value())
                        .number(told.sockets())
                        .number(told.live().size());
                for (PushEvent.Home home : told.live()) {
                    row.id(home.user().value()).id(home.device().value());
                }
            }
            case PushEvent.Read read ->
                row.int8(READ)
                        .id(read.conversation().value())
                        .id(read.user().value())
                        .int64(read.upTo().value())
                        .number(read.seq());
        }
        return row.valueOf(key);
    }

    static Logged<PushEvent> read(byte[] key, byte[] value) {
        Position position = RowReader.ofKey(key).position();
        return RowReader.whole(key, value, row -> new Logged<>(position, row.number(), event(row)));
    }

    private static PushEvent event(RowReader row) {
        int kind = row.int8();
        return switch (kind) {
            case TOLD -> told(row);
            case READ ->
                new PushEvent.Read(
                        new ConversationId(row.id()), new UserId(row.id()), new MessageId(row.int64()), row.number());
            default -> throw new DamagedRow("the push log has no entries of kind " + kind);
        };
    }

    private static PushEvent told(RowReader row) {
        ConversationId conversation = new ConversationId(row.id());
        MessageId message = new MessageId(row.int64());
        long seq = row.number();
        Position position = row.position();
        UserId from = new UserId(row.id());
        int sockets = (int) row.number();
        int count = row.count();
        List<PushEvent.Home> live = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            live.add(new PushEvent.Home(new UserId(row.id()), new DeviceId(row.id())));
        }
        return new PushEvent.Told(conversation, message, seq, position, from, live, sockets);
    }
}
