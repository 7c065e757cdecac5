package chat.parley.web;

import java.util.List;
import java.util.Locale;

/** How a file may be compressed, the smallest first. */
enum Coding {
    BROTLI("br", ".br"),
    GZIP("gzip", ".gz"),
    IDENTITY("identity", "");

    /** As HTTP calls it. */
    final String token;

    /** What the build adds to the file's name. */
    final String suffix;

    Coding(String token, String suffix) {
        this.token = token;
        this.suffix = suffix;
    }

    /**
     * How much a client wants this, by its {@code Accept-Encoding} (RFC 9110, 12.5.3): 0 for not at all. Without the header
     * it takes anything; we send it the file as it is, which needs no understanding.
     */
    double wantedBy(List<String> acceptEncoding) {
        double wildcard = this == IDENTITY ? 0.001 : 0;
        for (String value : acceptEncoding) {
            for (String part : value.split(",", -1)) {
                String[] codingAndWeight = part.split(";", 2);
                String coding = codingAndWeight[0].strip().toLowerCase(Locale.ROOT);
                if (coding.equals(token)) {
                    return weight(codingAndWeight);
                }
                if (coding.equals("*")) {
                    wildcard = weight(codingAndWeight);
                }
            }
        }
        return wildcard;
    }

    /** A weight that cannot be read is none. */
    private static double weight(String[] codingAndWeight) {
        if (codingAndWeight.length == 1) {
            return 1;
        }
        String weight = codingAndWeight[1].strip().toLowerCase(Locale.ROOT);
        return weight.matches("q\\s*=\\s*[01](\\.\\d{0,3})?")
                ? Double.parseDouble(weight.substring(weight.indexOf('=') + 1).strip())
                : 0;
    }
}
