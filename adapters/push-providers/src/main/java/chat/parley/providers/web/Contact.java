package chat.parley.providers.web;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whom those who run a push service may turn to (RFC 8292, 2.1). */
public record Contact(String address) {

    /** Taken by the services, and read by nobody. */
    public static final String DEFAULT = "mailto:admin@example.com";

    private static final Pattern FORM =
            Pattern.compile("mailto:[^\\s@<>]+@[^\\s@<>]+\\.[^\\s@<>.]+|https://[^\\s/@]+\\.[^\\s/@.]+(/\\S*)?");

    /** Whether push services take it; Apple's answers 403 to names that the internet does not have. */
    public static boolean isValid(String address) {
        String lower = address.toLowerCase(Locale.ROOT);
        return FORM.matcher(address).matches()
                && !lower.endsWith(".localhost")
                && !lower.endsWith(".local")
                && !lower.endsWith(".invalid");
    }

    /** @return what to do, null when it can stay as it is */
    @Nullable
    String problem() {
        return isValid(address)
                ? null
                : "push-contact is no mailto: or https: address of a public host; Apple's service refuses all then";
    }

    /** For a person; that nobody is named is no fault. */
    String description() {
        return address.equals(DEFAULT)
                ? "contact: nobody. With push-contact, a push service that sees something wrong can tell you"
                : "contact " + address;
    }
}
