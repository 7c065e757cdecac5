package chat.parley.providers.fcm;

import chat.parley.providers.BadSetting;
import chat.parley.providers.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who we are to Google. */
record ServiceAccount(String project, String email, String keyId, PrivateKey key, URI tokenUri) {

    private static final String SETTING = "push-fcm-credentials";
    private static final int BYTES_MAX = 64 * 1024;

    /** @throws BadSetting when it is not the file that Google gives out */
    static ServiceAccount read(Path file) {
        Map<String, @Nullable Object> fields = fields(file);
        String project = field(file, fields, "project_id");
        String email = field(file, fields, "client_email");
        String keyId = field(file, fields, "private_key_id");
        String tokenUri = field(file, fields, "token_uri");
        try {
            // No other characters of a project's id can come to stand in the path.
            if (!project.matches("[a-z0-9.:-]{1,100}")) {
                throw new BadSetting(SETTING, "has no project_id that is one: " + file);
            }
            return new ServiceAccount(
                    project, email, keyId, key(field(file, fields, "private_key")), URI.create(tokenUri));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new BadSetting(SETTING, "has a private_key or token_uri that is none: " + file);
        }
    }

    private static Map<String, @Nullable Object> fields(Path file) {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new BadSetting(SETTING, "is too large for a key of a service account: " + file);
            }
            return Json.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new BadSetting(
                    SETTING,
                    !Files.exists(file)
                            ? "cannot be read: " + file + " (there is no such file)"
                            : "is not the JSON file of a service account's key: " + file);
        }
    }

    private static String field(Path file, Map<String, @Nullable Object> fields, String name) {
        String value = Json.text(fields, name);
        if (value == null) {
            throw new BadSetting(SETTING, "lacks " + name + ", as if it were no key of a service account: " + file);
        }
        return value;
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "");
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
    }

    /** Keys are secrets. */
    @Override
    public String toString() {
        return "ServiceAccount[" + email + "]";
    }
}
