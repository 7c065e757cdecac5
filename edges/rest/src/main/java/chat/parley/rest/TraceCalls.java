package chat.parley.rest;

import chat.parley.domain.ConversationId;
import chat.parley.domain.ConversationType;
import chat.parley.domain.Limits;
import chat.parley.domain.Message;
import chat.parley.domain.MessageId;
import chat.parley.domain.Tenure;
import chat.parley.domain.UserId;
import chat.parley.pipeline.Conversations.Access;
import chat.parley.pipeline.History;
import chat.parley.pipeline.MemberHistory;
import chat.parley.pipeline.Receipts;
import chat.parley.wire.BadInput;
import chat.parley.wire.Code;
import chat.parley.wire.Fields;
import chat.parley.wire.Names;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What became of one's own message, as far as its receipts tell. Of wake-ups a sender hears nothing: he would learn who has
 * muted him, who sleeps when, and who has which devices.
 */
final class TraceCalls {

    private static final int REACHED_AT_ONCE = 200;

    /** How far a message has come; each is more than the one before. */
    private enum State {
        STORED,
        DELIVERED,
        READ
    }

    private record Reached(UserId user, State state) {}

    private final Memberships memberships;
    private final MemberHistory history;
    private final Receipts receipts;

    TraceCalls(Memberships memberships, MemberHistory history, Receipts receipts) {
        this.memberships = memberships;
        this.history = history;
        this.receipts = receipts;
    }

    Response ofOwn(Call call, UserId caller) throws BadInput {
        ConversationId conversation = call.conversationId();
        MessageId id = Fields.messageId("message_id", call.path("message_id"));
        Message message = message(conversation, caller, id);
        if (!message.from().equals(caller)) {
            throw new ProblemException(Problem.of(Code.FORBIDDEN, "the message is another's"));
        }
        Access.Member viewer = memberships.require(conversation, caller);
        List<Reached> reached = reached(viewer, caller, message);
        boolean named = viewer.roster().profile().type() == ConversationType.DIRECT
                || viewer.roster().members().size() <= Limits.MEMBERS_TOLD_MAX;
        return Json.response(200, json -> {
                    json.writeStartObject();
                    json.writeStringField("conversation_id", conversation.value());
                    json.writeStringField("message_id", id.toString());
                    json.writeNumberField("seq", message.seq());
                    json.writeNumberField("stored_at", message.serverTs());
                    json.writeStringField("state", Names.of(least(reached)));
                    json.writeNumberField("member_count", reached.size());
                    json.writeNumberField("delivered_count", count(reached, State.DELIVERED));
                    json.writeNumberField("read_count", count(reached, State.READ));
                    if (named) {
                        json.writeArrayFieldStart("members");
                        for (Reached one : reached) {
                            json.writeStartObject();
                            json.writeStringField("user_id", one.user().value());
                            json.writeStringField("state", Names.of(one.state()));
                            json.writeEndObject();
                        }
                        json.writeEndArray();
                    }
                    json.writeEndObject();
                })
                .build();
    }

    private Message message(ConversationId conversation, UserId caller, MessageId id) {
        MessageId before = new MessageId(Math.max(0, id.value() - 1));
        return switch (history.after(conversation, caller, before, 1)) {
            case MemberHistory.Result.Former() -> throw Memberships.former();
            case MemberHistory.Result.Unknown() -> throw Memberships.unknown();
            case MemberHistory.Result.Read(History.Page page, Tenure _) ->
                page.messages().stream()
                        .filter(message -> message.id().equals(id))
                        .findAny()
                        .orElseThrow(() -> new ProblemException(
                                Problem.of(Code.NOT_FOUND, "there is no such message in this conversation")));
        };
    }

    /** The other members of this moment who may see it. */
    private List<Reached> reached(Access.Member viewer, UserId caller, Message message) {
        List<UserId> others = viewer.roster().members().stream()
                .filter(user -> !user.equals(caller))
                .filter(user -> message.seq()
                        >= Objects.requireNonNull(viewer.roster().member(user)).firstVisibleSeq())
                .toList();
        List<Reached> reached = new ArrayList<>(others.size());
        for (int from = 0; from < others.size(); from += REACHED_AT_ONCE) {
            List<UserId> some = others.subList(from, Math.min(from + REACHED_AT_ONCE, others.size()));
            for (Receipts.Reached one : receipts.reached(viewer, some)) {
                boolean read = one.read().compareTo(message.id()) >= 0;
                boolean delivered = one.delivered().compareTo(message.id()) >= 0;
                reached.add(new Reached(one.user(), read ? State.READ : delivered ? State.DELIVERED : State.STORED));
            }
        }
        return reached;
    }

    /** That which is true of all; stored, where there is nobody else. */
    private static State least(List<Reached> reached) {
        return reached.stream().map(Reached::state).min(State::compareTo).orElse(State.STORED);
    }

    private static long count(List<Reached> reached, State atLeast) {
        return reached.stream()
                .filter(one -> one.state().compareTo(atLeast) >= 0)
                .count();
    }
}
