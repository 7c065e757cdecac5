package chat.parley.wire;

import java.util.Locale;

/** The wire's spelling of the domain's enums. */
public final class Names {

    private Names() {}

    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** @throws BadInput when it is none of them, exactly as the wire spells them */
    public static <E extends Enum<E>> E parse(String field, Class<E> type, String value) throws BadInput {
        StringBuilder all = new StringBuilder();
        for (E constant : type.getEnumConstants()) {
            if (of(constant).equals(value)) {
                return constant;
            }
            all.append(all.isEmpty() ? "" : " or ").append(of(constant));
        }
        throw BadInput.malformed(field, all.toString());
    }
}
