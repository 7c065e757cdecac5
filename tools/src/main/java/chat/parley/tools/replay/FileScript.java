package chat.parley.tools.replay;

import chat.parley.domain.UserId;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * A file of JSON lines, plain or gzipped: {@code {t, kind: "msg"|"join"|"part", conversation, user, text}}, {@code t}
 * in seconds. Read once to learn who takes part, and once more to be played, so its length does not matter.
 */
final class FileScript implements Script {

    private static final JsonFactory JSON = new JsonFactory();

    /** A group has at most 1,000 members, one of whom keeps it. */
    private static final int PEOPLE_MAX = 999;

    private static final int GZIP_MAGIC = 0x1f8b;

    private static final class Cast {
        private final Set<Integer> people = new LinkedHashSet<>();
        private final Set<Integer> founders = new LinkedHashSet<>();
        private int lines;
    }

    /** One line as it stands in the file. */
    private static final class Row {
        private double seconds;
        private String kind = "";
        private String conversation = "";
        private String user = "";
        private String text = "";
    }

    private interface RowTaker {
        void take(Row row) throws InterruptedException;
    }

    private final Path file;
    private final Map<String, Integer> userIndex = new LinkedHashMap<>();
    private final Map<String, Integer> sceneIndex = new LinkedHashMap<>();
    private final List<Scene> scenes = new ArrayList<>();
    private int messages;
    private int changes;

    /** @throws IllegalArgumentException when the file is no such; the message is fit to be shown */
    FileScript(Path file) {
        this.file = file;
        List<Cast> casts = new ArrayList<>();
        try {
            read(row -> learn(row, casts));
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
        for (String title : sceneIndex.keySet()) {
            Cast cast = casts.get(scenes.size());
            if (cast.people.size() > PEOPLE_MAX) {
                throw new IllegalArgumentException(title + " has more than " + PEOPLE_MAX + " people");
            }
            scenes.add(new Scene(title, List.copyOf(cast.people), List.copyOf(cast.founders), cast.lines));
        }
    }

    @Override
    public List<String> users() {
        return List.copyOf(userIndex.keySet());
    }

    @Override
    public List<Scene> scenes() {
        return scenes;
    }

    @Override
    public int messages() {
        return messages;
    }

    @Override
    public int changes() {
        return changes;
    }

    @Override
    public void play(Player player) throws InterruptedException {
        read(row -> {
            if (isPlayed(row)) {
                Integer scene = sceneIndex.get(row.conversation);
                Integer user = userIndex.get(row.user);
                if (scene == null || user == null) {
                    throw new IllegalStateException(file + " was changed while it was played");
                }
                player.play(
                        switch (row.kind) {
                            case "join" -> new Line.Joined(row.seconds, scene, user);
                            case "part" -> new Line.Parted(row.seconds, scene, user);
                            default -> new Line.Said(row.seconds, scene, user, row.text);
                        });
            }
        });
    }

    private static boolean isPlayed(Row row) {
        return row.kind.equals("msg") || row.kind.equals("join") || row.kind.equals("part");
    }

    private void learn(Row row, List<Cast> casts) {
        if (!isPlayed(row)) {
            return;
        }
        if (!UserId.isValid(row.user)) {
            throw new IllegalArgumentException("user is not 1 to 64 of A-Z a-z 0-9 _ . -: " + row.user);
        }
        int user = userIndex.computeIfAbsent(row.user, _ -> userIndex.size());
        int scene = sceneIndex.computeIfAbsent(row.conversation, _ -> sceneIndex.size());
        if (scene == casts.size()) {
            casts.add(new Cast());
        }
        Cast cast = casts.get(scene);
        // Who is first seen otherwise than coming was there.
        if (cast.people.add(user) && !row.kind.equals("join")) {
            cast.founders.add(user);
        }
        cast.lines++;
        if (row.kind.equals("msg")) {
            messages++;
        } else {
            changes++;
        }
    }

    private void read(RowTaker taker) throws InterruptedException {
        int number = 0;
        try (InputStream in = open();
                JsonParser json = JSON.createParser(in)) {
            Row row = new Row();
            while (json.nextToken() != null) {
                number++;
                read(json, row);
                taker.take(row);
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            String why = e instanceof JsonProcessingException broken ? broken.getOriginalMessage() : e.getMessage();
            throw new IllegalArgumentException(file + ", line " + Math.max(number, 1) + ": " + why, e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    private static void read(JsonParser json, Row row) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("not a JSON object");
        }
        row.text = "";
        row.kind = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "t" -> row.seconds = json.getValueAsDouble();
                case "kind" -> row.kind = json.getText();
                case "conversation" -> row.conversation = json.getText();
                case "user" -> row.user = json.getText();
                case "text" -> row.text = json.getText();
                default -> json.skipChildren();
            }
        }
    }

    private InputStream open() throws IOException {
        BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        in.mark(2);
        int magic = in.read() << 8 | in.read();
        in.reset();
        return magic == GZIP_MAGIC ? new BufferedInputStream(new GZIPInputStream(in, 1 << 16)) : in;
    }
}
