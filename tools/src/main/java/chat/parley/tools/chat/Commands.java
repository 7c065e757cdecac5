package chat.parley.tools.chat;

import chat.parley.client.Member;
import chat.parley.client.Message;
import chat.parley.client.Page;
import chat.parley.client.ParleyApi;
import chat.parley.client.ParleyException;
import chat.parley.domain.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the user types: a message, or a command after a slash. On the user's thread, which may wait for the server. */
final class Commands {

    static final List<String> NAMES =
            List.of("/direct", "/group", "/open", "/list", "/members", "/add", "/history", "/help", "/quit");

    private static final int SHOWN_ON_OPEN = 15;
    private static final int PAGE_MAX = 200;
    private static final int MEMBERS_PAGE = 100;
    private static final Pattern WORD = Pattern.compile("\"([^\"]+)\"|(\\S+)");

    private static final String HELP = """
              TEXT                  send to the open conversation (//TEXT for one that begins with a slash)
              /direct USER          open the direct conversation with somebody
              /group TITLE USER…    make a group ("quotes" for a title of several words)
              /open N or NAME       open a conversation of the list
              /list                 the conversations, with what is unread
              /members              who is in the open one
              /add USER…            add members to the open group
              /history [N]          the last N messages of the open one (default 50)
              /quit                 leave; so do Ctrl-C and Ctrl-D""";

    private final Chat chat;
    private final Screen screen;
    private final ParleyApi api;

    Commands(Chat chat, Screen screen, ParleyApi api) {
        this.chat = chat;
        this.screen = screen;
        this.api = api;
    }

    /** Does what a line says; false is to leave. */
    boolean run(String line) {
        try {
            return dispatch(line.strip());
        } catch (ParleyException e) {
            screen.show(screen.palette().bad("✗ ") + Wording.safe(String.valueOf(e.getMessage())));
            return true;
        }
    }

    /** Opens the direct conversation with a user. */
    void direct(String user) {
        if (!UserId.isValid(user)) {
            complain("a user is 1 to 64 of A-Z a-z 0-9 _ . -");
            return;
        }
        open(chat.learn(api.direct(user)));
    }

    private boolean dispatch(String line) {
        if (line.isEmpty()) {
            return true;
        }
        if (!line.startsWith("/") || line.startsWith("//")) {
            say(line.startsWith("//") ? line.substring(1) : line);
            return true;
        }
        List<String> words = words(line);
        List<String> rest = words.subList(1, words.size());
        switch (words.getFirst()) {
            case "/quit", "/exit", "/q" -> {
                return false;
            }
            case "/help", "/h", "/?" -> HELP.lines().forEach(screen::show);
            case "/list", "/l", "/conversations" -> chat.list();
            case "/direct", "/d" -> withArguments(rest, 1, "/direct USER", () -> direct(rest.getFirst()));
            case "/group", "/g" -> withArguments(rest, 2, "/group TITLE USER…", () -> group(rest));
            case "/open", "/o" -> withArguments(rest, 1, "/open N or NAME", () -> openListed(String.join(" ", rest)));
            case "/members", "/m" -> inOpen(this::members);
            case "/add" -> withArguments(rest, 1, "/add USER…", () -> inOpen(place -> add(place, rest)));
            case "/history" -> history(rest);
            default -> complain("there is no " + words.getFirst() + "; /help lists what there is");
        }
        return true;
    }

    private void say(String text) {
        inOpen(place -> chat.say(place, text));
    }

    private void group(List<String> words) {
        List<String> members = words.subList(1, words.size());
        open(chat.learn(api.group(words.getFirst(), members)));
    }

    private void openListed(String which) {
        Place place = chat.find(which);
        if (place == null) {
            complain("there is no " + which + "; /list shows the conversations");
        } else {
            open(place);
        }
    }

    private void open(Place place) {
        chat.open(place, newest(place, SHOWN_ON_OPEN));
    }

    private void members(Place place) {
        String cursor = null;
        do {
            Page<Member> page = api.members(place.id, cursor, MEMBERS_PAGE);
            for (Member member : page.items()) {
                String role =
                        member.role().equals("member") ? "" : screen.palette().faint("  " + member.role());
                screen.show("  " + screen.palette().name(Wording.safe(member.userId())) + role);
            }
            cursor = page.nextCursor();
        } while (cursor != null);
    }

    private void add(Place place, List<String> users) {
        chat.learn(api.addMembers(place.id, users));
    }

    private void history(List<String> words) {
        String count = words.isEmpty() ? "50" : words.getFirst();
        if (!count.matches("[1-9][0-9]{0,4}")) {
            complain("/history takes a number from 1 to 99999");
            return;
        }
        inOpen(place -> chat.history(place, newest(place, Integer.parseInt(count))));
    }

    private List<Message> newest(Place place, int count) {
        List<Message> newest = new ArrayList<>();
        String before = null;
        do {
            Page<Message> page = api.messagesBefore(place.id, before, Math.min(PAGE_MAX, count - newest.size()));
            newest.addAll(page.items());
            before = page.items().isEmpty() ? null : page.nextCursor();
        } while (before != null && newest.size() < count);
        return newest.reversed();
    }

    private interface InPlace {
        void run(Place place);
    }

    private void inOpen(InPlace command) {
        Place place = chat.open();
        if (place == null) {
            complain("no conversation is open: /direct USER, /group TITLE USER… or /open N");
        } else {
            command.run(place);
        }
    }

    private void withArguments(List<String> words, int least, String usage, Runnable command) {
        if (words.size() < least) {
            complain("usage: " + usage);
        } else {
            command.run();
        }
    }

    private void complain(String what) {
        screen.show(screen.palette().faint("— " + what));
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return words;
    }
}
