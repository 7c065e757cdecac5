package chat.parley.simulation;

import java.util.List;

/**
 * A mistake that somebody might make one day, as a change to the source text. Each breaks one rule of the pipeline, and
 * the simulation has to notice: this is what its silence on the unchanged code is worth.
 */
record PlantedBug(String name, List<Patch> patches) {

    static final List<PlantedBug> ALL = List.of(
            new PlantedBug(
                    "ack before the write",
                    new Patch(
                            Source.PIPELINE,
                            "StepwiseWriter",
                            "        byConversation.forEach(messages::rows);",
                            "        stored.run();\n        byConversation.forEach(messages::rows);"),
                    new Patch(
                            Source.PIPELINE,
                            "StepwiseWriter",
                            "        stored.run();\n        batch.cursors()",
                            "        batch.cursors()")),
            new PlantedBug(
                    "head over an unfinished row",
                    new Patch(
                            Source.PIPELINE,
                            "StepwiseWriter",
                            "        byConversation.forEach(messages::rows);",
                            "        batch.heads().forEach(messages::head);\n        byConversation.forEach(messages::rows);")),
            new PlantedBug(
                    "index read before the head",
                    new Patch(
                            Source.PIPELINE,
                            "Sequencer",
                            "conversation = RunningConversation.read(id, partition, messages, directory);",
                            "var early = messages.latest("
                                    + "RunningConversation.keyOf(entry.entry().command(), entry.position()), entry.position());"
                                    + "conversation = RunningConversation.read(id, partition, messages, directory);"
                                    + "conversation.early = java.util.Optional.ofNullable(early);"
                                    + "conversation.hasEarly = true;"),
                    new Patch(
                            Source.PIPELINE,
                            "RunningConversation",
                            "    private static EntryKey keyOf(",
                            "    java.util.Optional<IndexRow> early = java.util.Optional.empty();"
                                    + "boolean hasEarly;"
                                    + "static EntryKey keyOf("),
                    new Patch(
                            Source.PIPELINE,
                            "RunningConversation",
                            "IndexRow stored = messages.latest(key, p);",
                            "IndexRow stored = hasEarly ? early.orElse(null) : messages.latest(key, p); hasEarly = false;")),
            new PlantedBug(
                    "id from the wall clock",
                    new Patch(
                            Source.PIPELINE,
                            "RunningConversation",
                            "entry.logTimeMillis(), partition, entry",
                            "chat.parley.simulation.SimulatedClock.now(), partition, entry")),
            new PlantedBug(
                    "head timestamp from the wall clock",
                    new Patch(
                            Source.SIMULATION,
                            "ReplicatedStore",
                            "Cell.of(head, timestamp(head.position()))",
                            "Cell.of(head, world.clock().millis())")),
            new PlantedBug(
                    "position moved too early",
                    new Patch(
                            Source.PIPELINE,
                            "PartitionOwner",
                            "        sequencer.process(entries);",
                            "        log.commit(entries.getLast().position());\n        sequencer.process(entries);")),
            new PlantedBug(
                    "time out taken for a miss",
                    new Patch(
                            Source.SIMULATION,
                            "ReplicatedStore",
                            "    public @Nullable IndexRow latest(EntryKey key, Position atOrBefore) {",
                            "    public @Nullable IndexRow latest(EntryKey key, Position atOrBefore) {"
                                    + "try { return latestIfItAnswers(key, atOrBefore); }"
                                    + "catch (chat.parley.pipeline.port.StoreUnavailable e) { return null; } }"
                                    + "private @Nullable IndexRow latestIfItAnswers(EntryKey key, Position atOrBefore) {")),
            new PlantedBug(
                    "dedup only in the cache",
                    new Patch(
                            Source.PIPELINE,
                            "RunningConversation",
                            "IndexRow stored = messages.latest(key, p);",
                            "IndexRow stored = null;")),
            new PlantedBug(
                    "membership as it is now",
                    new Patch(
                            Source.PIPELINE,
                            "Ruling",
                            "Tenure actor = roster.actingAt(command.actor(), p);",
                            "Tenure actor = roster.member(command.actor());")),
            new PlantedBug(
                    "reader passes a hole",
                    new Patch(
                            Source.PIPELINE,
                            "History",
                            "if (row.seq() > expected && !isAnchor) {",
                            "if (row.seq() < 0) {")),
            new PlantedBug(
                    "owner jumps to the committed position",
                    new Patch(
                            Source.PIPELINE,
                            "PartitionOwner",
                            "        log.commit(last);",
                            "        try { log.commit(last); } catch (RuntimeException e) { done = log.committed(); throw e; }")),
            new PlantedBug(
                    "undecided row hides a later one",
                    new Patch(
                            Source.PIPELINE,
                            "RunningConversation",
                            "&& (stored == null || decided.position().isAfter(stored.position()));",
                            ";")),
            new PlantedBug(
                    "membership asked only before reading",
                    new Patch(
                            Source.PIPELINE,
                            "MemberHistory",
                            "            History.Page page = pages.by(tenure);",
                            "            History.Page page = pages.by(tenure);\n"
                                    + "            if (page != null) { return new Result.Read(page, tenure); }")),
            new PlantedBug(
                    "index row overwritten",
                    new Patch(
                            Source.SIMULATION,
                            "Replica",
                            "                .merge(row.value().position(), row, Cell::later);",
                            "                .merge(row.value().position(), row, Cell::later);"
                                    + "index.get(row.value().key()).headMap(row.value().position()).clear();")),
            new PlantedBug(
                    "answer before the members are changed",
                    new Patch(
                            Source.PIPELINE,
                            "StepwiseWriter",
                            "        for (Decided decided : batch.decided()) {\n            if (decided.change() != null) {",
                            "        stored.run();\n        for (Decided decided : batch.decided()) {\n            if (decided.change() != null) {"),
                    new Patch(
                            Source.PIPELINE,
                            "StepwiseWriter",
                            "        stored.run();\n        batch.cursors()",
                            "        batch.cursors()")),
            new PlantedBug(
                    "what was carried along survives a failure",
                    new Patch(Source.PIPELINE, "Sequencer", "            running.clear();", "")),
            new PlantedBug(
                    "a full delivery log is passed over",
                    new Patch(
                            Source.PIPELINE,
                            "StepwiseWriter",
                            "if (!deliveryLog.append(decided.event())) {",
                            "if (!deliveryLog.append(decided.event()) && deliveryLog.hashCode() == 0) {")),
            new PlantedBug(
                    "what is written again is not told again",
                    new Patch(
                            Source.PIPELINE,
                            "RunningConversation",
                            "return new Decision(outcome(row, command), Optional.of(decided));",
                            "return beyondHead ? new Decision(outcome(row, command), Optional.of(decided)) : Decision.of(outcome(row, command));")),
            new PlantedBug(
                    "delivery position moved before delivery",
                    new Patch(
                            Source.PIPELINE,
                            "DeliveryWorker",
                            "        delivery.deliver(parcels);",
                            "        log.commit(events.getLast().position());\n        delivery.deliver(parcels);")),
            new PlantedBug(
                    "newcomers are told of the past",
                    new Patch(
                            Source.PIPELINE,
                            "DeliveryWorker",
                            "roster.hearersOf(event.position())",
                            "roster.members()")),
            new PlantedBug(
                    "the departed are told",
                    new Patch(
                            Source.PIPELINE,
                            "DeliveryWorker",
                            "var hearers = roster.hearersOf(event.position());",
                            "var hearers = new java.util.ArrayList<>(roster.hearersOf(event.position())); hearers.addAll(event.departed());")),
            new PlantedBug(
                    "changes are not shown",
                    new Patch(
                            Source.PIPELINE,
                            "DeliveryWorker",
                            "if (event.changed() && !hearers.isEmpty()) {",
                            "if (event.changed() && event.messages().isEmpty()) {")),
            new PlantedBug(
                    "who leaves is not told",
                    new Patch(
                            Source.PIPELINE,
                            "DeliveryWorker",
                            "if (!departed.isEmpty()) {",
                            "if (departed.size() > 1) {")),
            new PlantedBug(
                    "who is back is told that he left",
                    new Patch(
                            Source.PIPELINE,
                            "DeliveryWorker",
                            ".filter(user -> roster.member(user) == null)",
                            ".filter(user -> true)")),
            new PlantedBug(
                    "delivered in another order",
                    new Patch(
                            Source.PIPELINE,
                            "DeliveryWorker",
                            "        delivery.deliver(parcels);",
                            "        delivery.deliver(parcels.reversed());")),
            new PlantedBug(
                    "token read after the heads",
                    new Patch(
                            Source.PIPELINE,
                            "CatchUp",
                            "        sink.synced(standings, next.toString(), reset);",
                            "        sink.synced(standings, new Token(logEnd.get(), clock.millis()).toString(), reset);")),
            new PlantedBug(
                    "a reading is answered before it is stored",
                    new Patch(
                            Source.PIPELINE,
                            "Receipts",
                            "            pending.advance(List.of(receipt.cursor()));",
                            "            // By and by.")),
            new PlantedBug(
                    "a reading that waits to be stored counts as stored",
                    new Patch(
                            Source.PIPELINE,
                            "Receipts",
                            "pending.stored().of(cursor.conversation(), user)",
                            "pending.of(cursor.conversation(), user)")),
            new PlantedBug(
                    "times fall with the log's",
                    new Patch(
                            Source.PIPELINE,
                            "RunningConversation",
                            "long serverTs = Math.max(entry.logTimeMillis(), before.serverTs());",
                            "long serverTs = entry.logTimeMillis();")),
            new PlantedBug(
                    "a page backwards passes a hole",
                    new Patch(
                            Source.PIPELINE, "History", "            hole = holeIn(rows);", "            hole = -1;")),
            new PlantedBug(
                    "events count as unread",
                    new Patch(
                            Source.PIPELINE,
                            "RunningConversation",
                            "count += content instanceof Body ? 1 : 0;",
                            "count += 1;")),
            new PlantedBug(
                    "head in the middle of an entry's messages",
                    new Patch(
                            Source.PIPELINE,
                            "RunningConversation",
                            "Message last = decided.messages().getLast();\n        return new Head(",
                            "Message last = decided.messages().getFirst();\n        return new Head(")),
            new PlantedBug(
                    "membership end is open",
                    new Patch(
                            Source.PIPELINE,
                            "Ruling",
                            "        Tenure actor = roster.actingAt(command.actor(), p);",
                            "        Tenure actor = roster.actingAt(command.actor(), p.next());")),
            new PlantedBug(
                    "cursor not kept",
                    new Patch(
                            Source.PIPELINE,
                            "StepwiseWriter",
                            "        batch.cursors().forEach(messages::cursor);\n",
                            "")),
            new PlantedBug(
                    "heads seen without their latest",
                    new Patch(
                            Source.PIPELINE,
                            "RunningConversation",
                            "if (entry.position().isAfter(head.position())) {\n            head",
                            "if (true) {\n            head")));

    /** Found by {@link Life}, not by the short runs. */
    static final List<PlantedBug> OF_LONG_LIVES = List.of(
            new PlantedBug(
                    "what retention took is a hole",
                    new Patch(
                            Source.PIPELINE,
                            "History",
                            "long expected = store.expired(conversation).seq() + 1;",
                            "long expected = 1;")),
            new PlantedBug(
                    "what retention took is unread",
                    new Patch(Source.PIPELINE, "Conversations", "messages.expired(one.id()).messageCount());", "0L);")),
            new PlantedBug(
                    "cursors where nothing moved are forgotten",
                    new Patch(
                            Source.PIPELINE,
                            "CatchUp",
                            "moved.forEach(one -> quiet.remove(one.id()));",
                            "quiet.clear();")),
            new PlantedBug(
                    "the limit cuts and does not say so",
                    new Patch(
                            Source.PIPELINE,
                            "CatchUp",
                            "boolean more = one.told == Told.CUT_BY_LIMIT;",
                            "boolean more = false;")),
            new PlantedBug(
                    "a page by a cursor is the last",
                    new Patch(
                            Source.PIPELINE,
                            "CatchUp",
                            "return page.more() ? Told.CUT_BY_LIMIT : Told.ALL;",
                            "return Told.ALL;")),
            new PlantedBug(
                    "an old token brings nothing and says nothing",
                    new Patch(
                            Source.PIPELINE,
                            "CatchUp",
                            "        sink.synced(standings, next.toString(), reset);",
                            "        sink.synced(standings, next.toString(), false);")));

    /** Of the push fabric: found by its own simulation. */
    static final List<PlantedBug> OF_PUSH = List.of(
            new PlantedBug(
                    "log committed before the rows",
                    new Patch(
                            Source.PUSH,
                            "Planner",
                            "        int planned = plan(ripe);",
                            "        moveTo(ripe.getLast().position());\n        int planned = plan(ripe);")),
            new PlantedBug(
                    "no lease",
                    new Patch(
                            Source.PUSH,
                            "Dispatch",
                            "long lease = now.plus(PushGateway.LEASE).toEpochMilli();",
                            "long lease = now.toEpochMilli();")),
            new PlantedBug(
                    "claimed for ever",
                    new Patch(
                            Source.PUSH,
                            "Dispatch",
                            "long lease = now.plus(PushGateway.LEASE).toEpochMilli();",
                            "long lease = now.toEpochMilli() + 1_000_000_000_000L;")),
            new PlantedBug(
                    "a late answer ends the claim of another",
                    new Patch(
                            Source.PUSH,
                            "Outcomes",
                            "            if (held) {\n                notShown();",
                            "            if (pending != null) {\n                notShown();")),
            new PlantedBug(
                    "tried again at once",
                    new Patch(
                            Source.PUSH,
                            "Outcomes",
                            "case PushOutcome.RetryLater _ -> rest.putOff(retryAt);",
                            "case PushOutcome.RetryLater _ -> rest.putOff(now);")),
            new PlantedBug(
                    "what was read is sent all the same",
                    new Patch(
                            Source.PUSH,
                            "LastLook",
                            "if (hasRead(user, conversation, pending.seq())) {",
                            "if (pending.seq() < 0) {")),
            new PlantedBug(
                    "who is connected is woken",
                    new Patch(
                            Source.PUSH,
                            "LastLook",
                            "if (homes.connected(key.user()).contains(key.device())) {",
                            "if (pending.seq() < 0) {")),
            new PlantedBug(
                    "badge from memory",
                    new Patch(
                            Source.PUSH,
                            "Composer",
                            "long badge = badges.computeIfAbsent(",
                            "long badge = BADGES.computeIfAbsent("),
                    new Patch(
                            Source.PUSH,
                            "Composer",
                            "    private final Unreadable unreadable;",
                            "    private final Unreadable unreadable;\n"
                                    + "    private final java.util.Map<chat.parley.domain.UserId, Long> BADGES = new java.util.HashMap<>();")),
            new PlantedBug(
                    "what was read elsewhere stays",
                    new Patch(
                            Source.PUSH,
                            "Wish",
                            "return new Pending(Kind.CLEAR, readId, readSeq, now, now, 0);",
                            "return null;")),
            new PlantedBug(
                    "what is shown stays when its replacement is dropped",
                    new Patch(Source.PUSH, "Dispatch", "boolean stays = shown != null", "boolean stays = false")),
            new PlantedBug(
                    "each message rings",
                    new Patch(
                            Source.PUSH,
                            "Wish",
                            "long dueAt = shown == null ? now : Math.max(now, shown.at() + interval.toMillis());",
                            "long dueAt = now;")),
            new PlantedBug(
                    "what collapsed is not told of",
                    new Patch(
                            Source.PUSH,
                            "Wish",
                            "            steps.add(step(waiting.message(), now, new Step.CollapsedInto(last.message())));",
                            "            steps.size();")));

    private PlantedBug(String name, Patch... patches) {
        this(name, List.of(patches));
    }

    @Override
    public String toString() {
        return name;
    }

    /** Where a class's source is, from the root of the repository. */
    enum Source {
        PIPELINE("delivery-pipeline/src/main/java/", "chat.parley.pipeline."),
        PUSH("push-fabric/src/main/java/", "chat.parley.push."),
        SIMULATION("simulation/src/main/java/", "chat.parley.simulation.");

        final String directory;
        final String packagePrefix;

        Source(String directory, String packagePrefix) {
            this.directory = directory;
            this.packagePrefix = packagePrefix;
        }
    }

    /** @param find stands in the source exactly once: when it was rewritten, so must this be */
    record Patch(Source source, String type, String find, String replace) {

        String className() {
            return source.packagePrefix + type;
        }

        String path() {
            return source.directory + className().replace('.', '/') + ".java";
        }
    }
}
