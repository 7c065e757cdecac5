package chat.parley.embedded;

/** A row whose bytes are not those that were written. */
final class DamagedRow extends RuntimeException {

    DamagedRow(String message) {
        super(message);
    }
}
