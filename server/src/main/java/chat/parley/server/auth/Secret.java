package chat.parley.server.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.jose4j.keys.HmacKey;
import org.jspecify.annotations.Nullable;

/**
 * The key of HS256 tokens: the bytes of a text.
 *
 * @param made the file it was just made in, null when it was there before
 */
public record Secret(HmacKey key, @Nullable Path made) {

    /** Its name in the data directory. */
    public static final String FILE = "jwt-secret";

    private static final int RANDOM_BYTES = 48;

    public static Secret configured(String text) {
        return new Secret(new HmacKey(text.getBytes(StandardCharsets.UTF_8)), null);
    }

    /**
     * The secret of a data directory, made when there is none, readable by the owner of the process alone.
     *
     * @throws IOException when it can be neither read nor made
     */
    public static Secret of(Path dataDirectory) throws IOException {
        Path file = dataDirectory.resolve(FILE);
        boolean made = PrivateFile.make(file, Secret::random);
        return new Secret(read(file), made ? file : null);
    }

    /** Whether a data directory has a secret of its own. */
    public static boolean isIn(Path dataDirectory) {
        return Files.exists(dataDirectory.resolve(FILE));
    }

    private static byte[] random() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().encode(random);
    }

    private static HmacKey read(Path file) throws IOException {
        byte[] key = Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
        if (key.length < chat.parley.server.config.Settings.SECRET_BYTES_MIN) {
            throw new IOException(file + " holds fewer than 32 bytes: put the right secret there, or remove it to have"
                    + " a new one made (which ends all tokens)");
        }
        return new HmacKey(key);
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
