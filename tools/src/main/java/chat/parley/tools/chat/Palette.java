package chat.parley.tools.chat;

/** Colours, or none. The same name has the same colour everywhere. */
final class Palette {

    /** Of the 256-colour cube: bright enough on black, dark enough on white. */
    private static final int[] NAMES = {33, 37, 64, 67, 71, 97, 130, 133, 136, 161, 166, 172};

    private static final String RESET = "\u001b[0m";

    private final boolean colours;

    Palette(boolean colours) {
        this.colours = colours;
    }

    /** The colours of a terminal, unless its user asked for none (no-color.org). */
    static Palette ofTerminal() {
        String noColour = System.getenv("NO_COLOR");
        return new Palette(noColour == null || noColour.isEmpty());
    }

    String name(String name) {
        int colour = NAMES[Math.floorMod((name.hashCode() * 0x9E3779B1) >>> 8, NAMES.length)];
        return colours ? "\u001b[1;38;5;" + colour + "m" + name + RESET : name;
    }

    String faint(String text) {
        return colours ? "\u001b[2m" + text + RESET : text;
    }

    String good(String text) {
        return colours ? "\u001b[32m" + text + RESET : text;
    }

    String bad(String text) {
        return colours ? "\u001b[31m" + text + RESET : text;
    }

    String strong(String text) {
        return colours ? "\u001b[1m" + text + RESET : text;
    }
}
