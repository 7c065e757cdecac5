package chat.parley.providers.web;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** One kind of block of PEM (RFC 7468). */
enum Pem {
    PRIVATE_KEY("PRIVATE KEY"),
    PUBLIC_KEY("PUBLIC KEY");

    private static final int LINE_CHARS = 64;

    private final String begin;
    private final String end;

    Pem(String label) {
        begin = "-----BEGIN " + label + "-----";
        end = "-----END " + label + "-----";
    }

    String write(byte[] der) {
        String base64 = Base64.getMimeEncoder(LINE_CHARS, new byte[] {'\n'}).encodeToString(der);
        return begin + "\n" + base64 + "\n" + end + "\n";
    }

    /**
     * The first such block of a text, null when there is none.
     *
     * @throws IllegalArgumentException when it has no end, or is not base64
     */
    byte @Nullable [] read(String text) {
        int from = text.indexOf(begin);
        if (from < 0) {
            return null;
        }
        int to = text.indexOf(end, from);
        if (to < 0) {
            throw new IllegalArgumentException("no end");
        }
        return Base64.getDecoder()
                .decode(text.substring(from + begin.length(), to).replaceAll("\\s", ""));
    }
}
