package chat.parley.conformance.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signs tokens as a backend would that shares the secret, and such as none should. */
public final class Tokens {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private final byte[] secret;

    public Tokens(byte[] secret) {
        this.secret = secret.clone();
    }

    public String of(String user, Instant expires) {
        return signed(Json.of("alg", "HS256", "typ", "JWT").toString(), claims(user, expires));
    }

    public static String claims(@Nullable String user, @Nullable Instant expires) {
        var claims = Json.of();
        if (user != null) {
            claims.put("sub", user);
        }
        if (expires != null) {
            claims.put("exp", expires.getEpochSecond());
        }
        return claims.toString();
    }

    /** HS256 whatever the header says. */
    public String signed(String header, String claims) {
        String content = unsigned(header, claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return content + "." + BASE64.encodeToString(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with HS256", e);
        }
    }

    /** Header and claims, and no signature. */
    public static String unsigned(String header, String claims) {
        return BASE64.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                + BASE64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    }
}
