package chat.parley.tools.chat;

import chat.parley.client.ConversationEvent;
import chat.parley.client.Message;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** How messages and events read. */
final class Wording {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", Locale.ENGLISH);
    private static final String HANGING = "\n      ";

    private final Palette palette;
    private final ZoneId zone;

    Wording(Palette palette, ZoneId zone) {
        this.palette = palette;
        this.zone = zone;
    }

    /** A message or event of the conversation one looks at. */
    String line(Message message) {
        ConversationEvent event = message.event();
        if (event != null) {
            return palette.faint(time(message.serverTs()) + " — " + event(message.from(), event));
        }
        return said(message.serverTs(), message.from(), body(message));
    }

    String said(Instant at, String from, String text) {
        return palette.faint(time(at)) + " " + palette.name(safe(from)) + "  " + hanging(text);
    }

    /** A message of another conversation, in short. */
    String elsewhere(String place, Message message) {
        ConversationEvent event = message.event();
        String what = event == null
                ? safe(message.from()) + ": " + safe(body(message)).replace('\n', ' ')
                : event(message.from(), event);
        return palette.faint(time(message.serverTs()) + " [" + place + "] " + what);
    }

    String day(LocalDate day) {
        return palette.faint("──── " + DAY.format(day) + " ────");
    }

    LocalDate dayOf(Instant at) {
        return LocalDate.ofInstant(at, zone);
    }

    String time(Instant at) {
        return TIME.format(at.atZone(zone));
    }

    static String event(String who, ConversationEvent event) {
        String by = safe(who);
        String whom = names(event.userIds(), by);
        String title = event.title() == null ? "" : " “" + safe(event.title()) + "”";
        return switch (event.what()) {
            case "created" -> by + " made the group" + title + (whom.isEmpty() ? "" : " with " + whom);
            case "members_added" -> by + " added " + whom;
            case "member_removed" -> by + " removed " + whom;
            case "member_left" -> (whom.isEmpty() ? by : whom) + " left";
            case "renamed" -> by + " named the group" + title;
            case "role_changed" ->
                by + " made " + names(event.userIds(), "") + " " + (event.role() == null ? "member" : event.role());
            default -> by + ": " + safe(event.what());
        };
    }

    /** Text of strangers must not steer the terminal: no control characters but the line's end. */
    static String safe(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c == '\n'
                        || (!Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
                        || c == 0x200D)
                .forEach(safe::appendCodePoint);
        return safe.toString();
    }

    private static String hanging(String text) {
        return safe(text).replace("\n", HANGING);
    }

    private static String body(Message message) {
        String text = message.text() == null ? "" : message.text();
        return message.mediaIds().isEmpty()
                ? text
                : (text + " [" + message.mediaIds().size() + " media]").strip();
    }

    private static String names(List<String> users, String without) {
        return String.join(
                ", ",
                users.stream()
                        .map(Wording::safe)
                        .filter(user -> !user.equals(without))
                        .toList());
    }
}
