package chat.parley.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All files of the built client, in memory. The build lists them, since a jar cannot be asked what it holds: lines of
 * path, type, caching, hash and codings with tabs between them.
 *
 * <pre>
 * /assets/index-CQ3Kj1.js  text/javascript; charset=utf-8  immutable   9f86d081884c7d65  br gzip
 * </pre>
 *
 * A file is {@code immutable} when its name changes with its content, else {@code revalidate}. Addresses inside the client
 * stand behind the {@code #}, so {@code /} is the only one that is not a file's.
 */
final class Assets {

    static final String PAGE = "/index.html";

    private static final String LIST = "files.txt";

    private static final Map<String, String> CACHING = Map.of(
            "immutable", "public, max-age=31536000, immutable",
            "revalidate", "no-cache");

    private final Map<String, Asset> byPath;

    private Assets(Map<String, Asset> byPath) {
        this.byPath = byPath;
    }

    /**
     * Reads the client at {@code directory}, a path of resources beside {@code owner}.
     *
     * @return null when it was not built
     */
    static @Nullable Assets read(Class<?> owner, String directory) {
        try (InputStream list = owner.getResourceAsStream(directory + "/" + LIST)) {
            return list == null ? null : read(owner, directory, list);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Assets read(Class<?> owner, String directory, InputStream list) throws IOException {
        Map<String, Asset> byPath = new HashMap<>();
        var reader = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            String[] words = line.split("\t", -1);
            byPath.put(words[0], asset(owner, directory, words));
        }
        return new Assets(byPath);
    }

    private static Asset asset(Class<?> owner, String directory, String[] words) throws IOException {
        SortedMap<Coding, byte[]> bytes = new TreeMap<>();
        for (Coding coding : Coding.values()) {
            if (coding == Coding.IDENTITY || List.of(words[4].split(" ", -1)).contains(coding.token)) {
                bytes.put(coding, bytes(owner, directory + words[0] + coding.suffix));
            }
        }
        Map<String, String> headers = new HashMap<>(SecurityHeaders.ALL);
        headers.put("cache-control", CACHING.getOrDefault(words[2], "no-cache"));
        return new Asset(headers, words[1], words[3], bytes);
    }

    private static byte[] bytes(Class<?> owner, String name) throws IOException {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the web client was not built as a whole: it lacks " + name);
            }
            return in.readAllBytes();
        }
    }

    /**
     * What is at a path, which is compared as it stands.
     *
     * @return null when it is nothing of the client's
     */
    @Nullable
    Asset at(String path) {
        return byPath.get(path.equals("/") ? PAGE : path);
    }
}
