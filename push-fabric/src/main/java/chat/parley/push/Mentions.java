package chat.parley.push;

import chat.parley.domain.Body;
import chat.parley.domain.Content;
import chat.parley.domain.UserId;
import java.lang.Character.UnicodeScript;
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
            if (isNamed(text, at + 1, end, user.value())) {
                return true;
            }
        }
        return false;
    }

    /** Copies nothing and reads each character a few times at most: a stranger wrote them, and each member is asked for. */
    private static boolean isNamed(String text, int from, int to, String id) {
        if (isNameAndPunctuation(text, from, to, id)) {
            return true;
        }
        for (String everybody : EVERYBODY) {
            if (isNameAndPunctuation(text, from, to, everybody)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNameAndPunctuation(String text, int from, int to, String name) {
        int rest = from + name.length();
        if (rest > to || !text.regionMatches(true, from, name, 0, name.length())) {
            return false;
        }
        while (rest < to && isPunctuation(text.charAt(rest))) {
            rest++;
        }
        return rest == to;
    }

    private static boolean isPunctuation(char c) {
        return c == '.' || c == '-' || c == '_';
    }

    private static boolean isOfId(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || isPunctuation(c);
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
