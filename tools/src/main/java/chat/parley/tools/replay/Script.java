package chat.parley.tools.replay;

import java.util.List;

/** Who says what, where and when. Known as a whole except for the texts, which are read as they are played. */
interface Script {

    /**
     * A conversation.
     *
     * @param members indices of users: all who ever speak in it
     * @param messages how many are said in it
     */
    record Scene(String title, List<Integer> members, int messages) {}

    /**
     * One message.
     *
     * @param seconds on the script's own clock, not falling
     * @param scene its index
     * @param user its index
     */
    record Line(double seconds, int scene, int user, String text) {}

    /** Takes lines in their order. */
    interface Player {
        void say(Line line) throws InterruptedException;
    }

    List<String> users();

    List<Scene> scenes();

    int messages();

    /** Joins and parts, which are not played. */
    default int skipped() {
        return 0;
    }

    /** Plays it from the beginning. */
    void play(Player player) throws InterruptedException;
}
