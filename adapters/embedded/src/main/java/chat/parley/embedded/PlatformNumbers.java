package chat.parley.embedded;

import chat.parley.domain.Platform;
import java.util.List;

/** By which numbers platforms are stored, from 1; another is added at the end. */
final class PlatformNumbers {

    static final int MAX = 4;

    private static final List<Platform> IN_ORDER =
            List.of(Platform.APNS, Platform.FCM, Platform.WEBPUSH, Platform.UNIFIEDPUSH);

    private PlatformNumbers() {}

    static int of(Platform platform) {
        return 1 + IN_ORDER.indexOf(platform);
    }

    static Platform platform(int number) {
        if (number < 1 || number > MAX) {
            throw new DamagedRow("there is no platform " + number);
        }
        return IN_ORDER.get(number - 1);
    }
}
