package chat.parley.providers.fcm;

import java.net.URI;
import java.nio.file.Path;

/**
 * How to reach FCM, and as whom.
 *
 * @param credentials key of a service account, JSON as Google gives it out
 * @param url up to and without {@code /v1/}
 */
public record FcmSettings(Path credentials, URI url) {

    public static final URI GOOGLE = URI.create("https://fcm.googleapis.com");
}
