package chat.parley.simulation;

import chat.parley.domain.Message;
import chat.parley.domain.Position;
import chat.parley.pipeline.Command;
import chat.parley.pipeline.Entry;
import chat.parley.pipeline.Outcome;
import chat.parley.pipeline.ReplyTo;
import chat.parley.pipeline.port.Log.Logged;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** I1, I2 and the rules: what owners answer, each time they do. */
final class AnswerChecks {

    private final World world;
    private final RowChecks rows;
    private final Map<ReplyTo, Logged<Entry>> asked = new HashMap<>();
    private final Set<Position> answered = new HashSet<>();

    AnswerChecks(World world, RowChecks rows) {
        this.world = world;
        this.rows = rows;
    }

    void appended(Logged<Entry> entry) {
        asked.put(entry.entry().replyTo(), entry);
    }

    /** An owner answers, for the first time or again. */
    void answered(ReplyTo to, Outcome outcome) {
        Logged<Entry> entry = asked.get(to);
        Verdict verdict = entry == null ? null : world.reference().at(entry.position());
        if (entry == null || verdict == null) {
            throw new Violation(Invariant.RULES_ARE_KEPT, "an answer to what nobody asked: " + to);
        }
        if (!agree(entry.entry().command(), verdict, outcome)) {
            throw new Violation(
                    of(verdict.outcome(), outcome),
                    entry + "\nis " + verdict.outcome() + "\nand was answered " + outcome);
        }
        answered.add(entry.position());
        boolean createdBefore = entry.entry().command() instanceof Command.Create
                && verdict.outcome().equals(new Outcome.Changed(true));
        if (verdict.outcome() instanceof Outcome.Stored || verdict.accepted() || createdBefore) {
            mustBeStored(entry.entry().command(), verdict, outcome);
        }
    }

    private boolean agree(Command command, Verdict verdict, Outcome outcome) {
        return switch (verdict.outcome()) {
            case Outcome.Stored expected ->
                outcome instanceof Outcome.Stored told
                        && told.seq() == expected.seq()
                        && told.duplicate() == expected.duplicate()
                        && namesTheRow(command, told)
                        && (!world.strict() || told.equals(expected));
            case Outcome.Refused expected ->
                outcome instanceof Outcome.Refused told && told.reason() == expected.reason();
            case Outcome.Changed expected -> outcome.equals(expected);
            case Outcome.Unavailable expected -> outcome.equals(expected);
        };
    }

    private boolean namesTheRow(Command command, Outcome.Stored told) {
        Message row = rows.stored(command.conversation(), told.seq());
        // No row at all is the next check's finding.
        return row == null || (row.id().equals(told.id()) && row.serverTs() == told.serverTs());
    }

    private static Invariant of(Outcome expected, Outcome told) {
        boolean bothStored = expected instanceof Outcome.Stored && told instanceof Outcome.Stored;
        boolean aboutTheKey = expected instanceof Outcome.Refused refused
                && refused.reason() == Outcome.Refusal.CONFLICT
                && told instanceof Outcome.Stored;
        if (bothStored || aboutTheKey) {
            return Invariant.ONE_KEY_ONE_MESSAGE;
        }
        return expected instanceof Outcome.Refused && !(told instanceof Outcome.Refused)
                ? Invariant.MEMBERS_ALONE
                : Invariant.RULES_ARE_KEPT;
    }

    private void mustBeStored(Command command, Verdict verdict, Outcome outcome) {
        Position known = world.members().version(command.conversation());
        if (!(command instanceof Command.Send) && verdict.first().isAfter(known)) {
            throw new Violation(Invariant.ACKED_IS_STORED, "answered before the members are changed: " + command);
        }
        Verdict first = world.reference().at(verdict.first());
        List<Message> messages = first == null ? List.of() : first.messages();
        for (Message message : messages) {
            Message row = rows.stored(message.conversation(), message.seq());
            if (row == null || !world.durability().isOnEveryQuorum(row)) {
                throw new Violation(
                        Invariant.ACKED_IS_STORED, "answered " + outcome + " before it is stored: " + message);
            }
        }
    }

    /** The process is gone, and with it the answers to what is stored; whoever asked asks again. */
    void answersAreLost() {
        for (Logged<Entry> entry : world.reference().entries()) {
            Verdict verdict = world.reference().at(entry.position());
            if (verdict != null && answered.add(entry.position()) && verdict.accepted()) {
                mustBeStored(entry.entry().command(), verdict, verdict.outcome());
            }
        }
    }

    void atEnd() {
        for (Logged<Entry> entry : world.reference().entries()) {
            if (!answered.contains(entry.position())) {
                throw new Violation(Invariant.DECIDED_IN_THE_END, "nobody decided " + entry);
            }
        }
    }
}
