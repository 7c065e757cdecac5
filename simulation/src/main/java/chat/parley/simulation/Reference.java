package chat.parley.simulation;

import chat.parley.domain.ConversationId;
import chat.parley.domain.Position;
import chat.parley.pipeline.Entry;
import chat.parley.pipeline.port.Log.Logged;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the log says, by the plainest reading of it: each entry decided in its order as soon as it is appended. */
final class Reference {

    private final int partition;
    private final List<Logged<Entry>> entries = new ArrayList<>();
    private final TreeMap<Position, Verdict> verdicts = new TreeMap<>();
    private final Map<ConversationId, ReferenceConversation> conversations = new LinkedHashMap<>();

    Reference(int partition) {
        this.partition = partition;
    }

    void append(Logged<Entry> entry) {
        entries.add(entry);
        decide(entry);
    }

    /** Those that were not stored are gone with the process whose memory they were in. */
    void forgetAfter(Position position) {
        List<Logged<Entry>> kept = entries.stream()
                .filter(entry -> !entry.position().isAfter(position))
                .toList();
        entries.clear();
        verdicts.clear();
        conversations.clear();
        kept.forEach(this::append);
    }

    private void decide(Logged<Entry> entry) {
        ConversationId id = entry.entry().command().conversation();
        ReferenceConversation conversation =
                conversations.computeIfAbsent(id, _ -> new ReferenceConversation(id, partition));
        verdicts.put(entry.position(), conversation.decide(entry));
    }

    /** All entries in their order. */
    List<Logged<Entry>> entries() {
        return entries;
    }

    @Nullable
    Verdict at(Position position) {
        return verdicts.get(position);
    }

    /** What was accepted in a conversation up to and including this position. */
    List<Verdict> acceptedThrough(ConversationId conversation, Position position) {
        List<Verdict> accepted = new ArrayList<>();
        for (Logged<Entry> entry : entries) {
            Verdict verdict = at(entry.position());
            if (verdict != null
                    && verdict.accepted()
                    && !entry.position().isAfter(position)
                    && entry.entry().command().conversation().equals(conversation)) {
                accepted.add(verdict);
            }
        }
        return accepted;
    }

    @Nullable
    ReferenceConversation conversation(ConversationId id) {
        return conversations.get(id);
    }

    /** All that an entry has named, whether they exist or not. */
    Iterable<ReferenceConversation> conversations() {
        return conversations.values();
    }
}
