package chat.parley.push;

import chat.parley.domain.Body;
import chat.parley.domain.Content;
import chat.parley.domain.UserId;
import java.lang.Character.UnicodeScript;
import java.util.Locale;
import java.util.Set;

/**
 * Whom a text names: {@code @user_id}, and everybody with {@code @all} or {@code @everyone}, whatever the case. A letter
 * or digit before the at sign makes it part of something else, as of a mail address. Full stops and hyphens may be of the
 * id or of the sentence: both ways are tried.
 */
final class Mentions {

    private static final Set<String> EVERYBODY = Set.of("all", "everyone");

    private Mentions() {}

    static boolean names(Content content, UserId user) {
        return content instanceof Body body && body.text() != null && names(body.text(), user);
    }

    static boolean names(String text, UserId user) {
        String id = user.value().toLowerCase(Locale.ROOT);
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            if (at > 0 && Character.isLetterOrDigit(text.codePointBefore(at))) {
                continue;
            }
            int end = at + 1;
            while (end < text.length() && isOfId(text.charAt(end))) {
                end++;
            }
            if (end < text.length() && goesOnAWord(text.codePointAt(end))) {
                continue;
            }
            if (isNamed(text.substring(at + 1, end).toLowerCase(Locale.ROOT), id)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNamed(String name, String id) {
        String rest = name;
        while (true) {
            if (rest.equals(id) || EVERYBODY.contains(rest)) {
                return true;
            }
            if (!rest.endsWith(".") && !rest.endsWith("-") && !rest.endsWith("_")) {
                return false;
            }
            rest = rest.substring(0, rest.length() - 1);
        }
    }

    private static boolean isOfId(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '.'
                || c == '-';
    }

    /** Of scripts with spaces between words; others write on behind a name. */
    private static boolean goesOnAWord(int codePoint) {
        if (!Character.isAlphabetic(codePoint)) {
            return false;
        }
        UnicodeScript script = UnicodeScript.of(codePoint);
        return script == UnicodeScript.LATIN || script == UnicodeScript.GREEK || script == UnicodeScript.CYRILLIC;
    }
}
