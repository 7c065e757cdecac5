package chat.parley.tools.advisories;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version in Maven's order: numbers by value, and the words before a release below it. */
record MavenVersion(List<String> parts) implements Comparable<MavenVersion> {

    private static final Pattern PART = Pattern.compile("\\d+|[a-z]+");

    /** The last one, empty, is the release itself; unknown words come behind it, numbers behind those. */
    private static final List<String> WORDS = List.of("alpha", "beta", "milestone", "rc", "snapshot", "", "sp");

    static MavenVersion parse(String text) {
        List<String> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(text.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            String part = matcher.group();
            parts.add(
                    switch (part) {
                        case "a" -> "alpha";
                        case "b" -> "beta";
                        case "m" -> "milestone";
                        case "cr" -> "rc";
                        case "ga", "final", "release" -> "";
                        default -> part;
                    });
        }
        return new MavenVersion(parts);
    }

    @Override
    public int compareTo(MavenVersion other) {
        int order = 0;
        for (int i = 0; order == 0 && i < Math.max(parts.size(), other.parts.size()); i++) {
            order = compare(part(i), other.part(i));
        }
        return order;
    }

    private String part(int i) {
        return i < parts.size() ? parts.get(i) : "";
    }

    private static int compare(String one, String other) {
        boolean number = isNumber(one);
        if (number && isNumber(other)) {
            return Long.compare(value(one), value(other));
        }
        if (number || isNumber(other)) {
            // 1 and 1.0 are the same; a number is behind every word.
            String numeric = number ? one : other;
            String word = number ? other : one;
            int order = word.isEmpty() && value(numeric) == 0 ? 0 : 1;
            return number ? order : -order;
        }
        int rank = Integer.compare(rank(one), rank(other));
        return rank != 0 ? rank : one.compareTo(other);
    }

    private static int rank(String word) {
        int known = WORDS.indexOf(word);
        return known < 0 ? WORDS.size() : known;
    }

    private static boolean isNumber(String part) {
        return !part.isEmpty() && Character.isDigit(part.charAt(0));
    }

    /** Dates are as long as numbers get; what is longer is equal to the largest. */
    private static long value(String number) {
        return number.length() > 18 ? Long.MAX_VALUE : Long.parseLong(number);
    }
}
