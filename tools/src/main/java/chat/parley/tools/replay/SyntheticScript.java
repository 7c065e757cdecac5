package chat.parley.tools.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Made-up talk: so many users, in groups of a size, each saying so many messages in turn. The same seed says the same.
 */
final class SyntheticScript implements Script {

    private static final String[] WORDS = {
        "hello",
        "the",
        "server",
        "is",
        "up",
        "again",
        "did",
        "you",
        "see",
        "that",
        "\"quoted\"",
        "naïve",
        "日本",
        "👍",
        "back\\slash",
        "and",
        "then",
        "nothing",
        "was",
        "lost",
        "of",
        "course"
    };
    private static final int WORDS_MAX = 16;

    private final int users;
    private final int each;
    private final int groupSize;
    private final long seed;

    /** @throws IllegalArgumentException when a number is not positive, or the group too large */
    SyntheticScript(int users, int each, int groupSize, long seed) {
        if (users < 1 || each < 1 || groupSize < 1 || groupSize > 999 || (long) users * each > 100_000_000) {
            throw new IllegalArgumentException(
                    "a synthetic script is USERSxEACH, up to 100 million messages, in groups of 1 to 999");
        }
        this.users = users;
        this.each = each;
        this.groupSize = groupSize;
        this.seed = seed;
    }

    @Override
    public List<String> users() {
        return IntStream.range(0, users)
                .mapToObj(user -> String.format("s%05d", user))
                .toList();
    }

    @Override
    public List<Scene> scenes() {
        List<Scene> scenes = new ArrayList<>();
        for (int first = 0; first < users; first += groupSize) {
            List<Integer> members = IntStream.range(first, Math.min(users, first + groupSize))
                    .boxed()
                    .toList();
            scenes.add(new Scene("group " + (scenes.size() + 1), members, members, members.size() * each));
        }
        return scenes;
    }

    @Override
    public int messages() {
        return users * each;
    }

    @Override
    public void play(Player player) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < each; round++) {
            for (int user = 0; user < users; user++) {
                // Each user says one a second.
                player.play(new Line.Said(round + (double) user / users, user / groupSize, user, text(random)));
            }
        }
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int words = 1 + random.nextInt(WORDS_MAX); words > 0; words--) {
            text.append(text.isEmpty() ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }
}
