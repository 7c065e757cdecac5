package chat.parley.server.auth;

import chat.parley.providers.web.VapidKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the key is by which push services know this server.
 *
 * @param made the file it was just made in, null when it was there before
 */
public record VapidKeyFile(VapidKey key, @Nullable Path made) {

    /** Its name in the data directory. */
    public static final String FILE = "vapid-key";

    /**
     * The key of a data directory, made when there is none, readable by the owner of the process alone.
     *
     * @throws IOException when it can be neither read nor made
     */
    public static VapidKeyFile of(Path dataDirectory) throws IOException {
        Path file = dataDirectory.resolve(FILE);
        boolean made = PrivateFile.make(file, () -> VapidKey.generate().getBytes(StandardCharsets.US_ASCII));
        return new VapidKeyFile(read(file), made ? file : null);
    }

    /**
     * The key of a file that was named.
     *
     * @throws IOException that names the file, when it holds none
     */
    public static VapidKey read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("the VAPID key cannot be read: there is no file " + file);
        }
        try {
            return VapidKey.parse(Files.readString(file, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new IOException("the VAPID key cannot be read: " + file + " " + e.getMessage());
        }
    }
}
