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

    /** The name of the one by which those who run the server are known. */
    private static final String OPERATORS_FILE = "operator-secret";

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
        return inFile(dataDirectory.resolve(FILE));
    }

    /**
     * The secret of tokens for those who run the server, made and kept in the same way. It is another one than that of users:
     * whoever makes tokens for these, be it an app's own login, cannot make himself an operator.
     *
     * @throws IOException when it can be neither read nor made
     */
    public static Secret ofOperators(Path dataDirectory) throws IOException {
        return inFile(dataDirectory.resolve(OPERATORS_FILE));
    }

    private static Secret inFile(Path file) throws IOException {
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
