package chat.parley.tools.replay;

import java.util.List;

/** Who says what, where and when, who comes and who goes. Known as a whole except for the texts. */
interface Script {

    /**
     * A conversation.
     *
     * @param people indices of users: all who ever appear in it
     * @param founders those of them who are there from the beginning
     * @param lines how many lines are played in it
     */
    record Scene(String title, List<Integer> people, List<Integer> founders, int lines) {}

    /** One thing that happens, at a time on the script's own clock, which does not fall; scene and user are indices. */
    sealed interface Line {

        double seconds();

        int scene();

        int user();

        record Said(double seconds, int scene, int user, String text) implements Line {}

        record Joined(double seconds, int scene, int user) implements Line {}

        record Parted(double seconds, int scene, int user) implements Line {}
    }

    /** Takes lines in their order. */
    interface Player {
        void play(Line line) throws InterruptedException;
    }

    List<String> users();

    /** In the order of their first lines. */
    List<Scene> scenes();

    int messages();

    /** Joins and parts. */
    default int changes() {
        return 0;
    }

    /** Plays it from the beginning. */
    void play(Player player) throws InterruptedException;
}
