package chat.parley.simulation;

/** All that is checked in a run. */
record Checks(
        RowChecks rows, AnswerChecks answers, DeliveryChecks deliveries, ReadChecks readings, ReceiptChecks receipts) {

    static Checks of(World world) {
        RowChecks rows = new RowChecks(world);
        return new Checks(
                rows,
                new AnswerChecks(world, rows),
                new DeliveryChecks(world),
                new ReadChecks(world, rows),
                new ReceiptChecks());
    }

    /** What must hold when all is quiet again. */
    void atEnd() {
        rows.atEnd();
        answers.atEnd();
        deliveries.atEnd();
    }
}
