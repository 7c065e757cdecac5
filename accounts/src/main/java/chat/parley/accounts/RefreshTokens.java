package chat.parley.accounts;

import chat.parley.domain.UserId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes and reads refresh tokens: {@code base64url(secret 32, tag 16, login 16, user)}.
 *
 * <p>The first secret of a login is random; each further one is the HMAC of the one before under a key of the server, so
 * that the answer to a spent token can be given again though no token is stored. The tag is an HMAC over all else: what
 * nobody was ever given is refused without a look at the store, and cannot end a stranger's login by looking like an old
 * token of it.
 */
final class RefreshTokens {

    static final int LOGIN_BYTES = 16;
    static final int SECRET_BYTES = 32;
    private static final int TAG_BYTES = 16;
    private static final int USER_AT = SECRET_BYTES + TAG_BYTES + LOGIN_BYTES;

    /** More is none of ours; a user's id has at most 64. */
    private static final int CHARS_MAX = 4 * (USER_AT + 64 + 2) / 3;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /** One token. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record RefreshToken(UserId user, String login, byte[] secret, String text) {

        TokenHash hash() {
            return TokenHash.of(secret);
        }

        @Override
        public String toString() {
            return "RefreshToken[of " + user + "]";
        }
    }

    private final SecretKeySpec nextKey;
    private final SecretKeySpec tagKey;

    /** @param key of the server, secret, 32 bytes or more; another one makes all tokens bad */
    RefreshTokens(byte[] key) {
        SecretKeySpec base = new SecretKeySpec(key, "HmacSHA256");
        nextKey = new SecretKeySpec(hmac(base, ascii("refresh-token next")), "HmacSHA256");
        tagKey = new SecretKeySpec(hmac(base, ascii("refresh-token tag")), "HmacSHA256");
    }

    /** @param login as {@link #loginId} writes it */
    RefreshToken first(UserId user, String login, byte[] secret) {
        byte[] id = ascii(user.value());
        byte[] bytes = new byte[USER_AT + id.length];
        System.arraycopy(secret, 0, bytes, 0, SECRET_BYTES);
        System.arraycopy(Base64.getUrlDecoder().decode(login), 0, bytes, SECRET_BYTES + TAG_BYTES, LOGIN_BYTES);
        System.arraycopy(id, 0, bytes, USER_AT, id.length);
        System.arraycopy(tag(bytes), 0, bytes, SECRET_BYTES, TAG_BYTES);
        return new RefreshToken(user, login, secret, ENCODER.encodeToString(bytes));
    }

    /** The one that is given for a token. */
    RefreshToken after(RefreshToken spent) {
        return first(spent.user(), spent.login(), hmac(nextKey, spent.secret()));
    }

    /** @return null for what was never given to anybody */
    @Nullable
    RefreshToken read(String text) {
        if (text.length() > CHARS_MAX) {
            return null;
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
        if (bytes.length <= USER_AT
                || !MessageDigest.isEqual(
                        tag(bytes), Arrays.copyOfRange(bytes, SECRET_BYTES, SECRET_BYTES + TAG_BYTES))) {
            return null;
        }
        String user = new String(bytes, USER_AT, bytes.length - USER_AT, StandardCharsets.US_ASCII);
        byte[] login = Arrays.copyOfRange(bytes, SECRET_BYTES + TAG_BYTES, USER_AT);
        return new RefreshToken(new UserId(user), loginId(login), Arrays.copyOf(bytes, SECRET_BYTES), text);
    }

    static String loginId(byte[] random) {
        return ENCODER.encodeToString(random);
    }

    /** Over everything but the place of the tag. */
    private byte[] tag(byte[] bytes) {
        byte[] covered = bytes.clone();
        Arrays.fill(covered, SECRET_BYTES, SECRET_BYTES + TAG_BYTES, (byte) 0);
        return Arrays.copyOf(hmac(tagKey, covered), TAG_BYTES);
    }

    private static byte[] hmac(SecretKeySpec key, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
