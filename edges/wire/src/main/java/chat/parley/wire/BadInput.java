package chat.parley.wire;

/** What a stranger sent cannot be used; the message names the field and is fit to be sent back. */
public final class BadInput extends Exception {

    private static final long serialVersionUID = 1L;

    private final Code code;

    public BadInput(Code code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public static BadInput missing(String field) {
        return new BadInput(Code.BAD_REQUEST, field + " is missing");
    }

    public static BadInput malformed(String field, String expected) {
        return new BadInput(Code.BAD_REQUEST, field + " is not " + expected);
    }

    public Code code() {
        return code;
    }
}
