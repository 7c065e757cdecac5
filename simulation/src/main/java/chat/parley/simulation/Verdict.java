package chat.parley.simulation;

import chat.parley.domain.Message;
import chat.parley.domain.Position;
import chat.parley.pipeline.Outcome;
import java.util.List;

/**
 * What becomes of an entry of the log by the rules.
 *
 * @param outcome what whoever asked is told
 * @param accepted whether this entry changed something: then its rows, members and event are stored
 * @param first the entry whose rows the outcome speaks of: this one, or the first of its key
 * @param messages what the entry became, in the order of seq
 */
record Verdict(Outcome outcome, boolean accepted, Position first, List<Message> messages) {}
