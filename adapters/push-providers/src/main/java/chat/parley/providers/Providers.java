package chat.parley.providers;

import chat.parley.providers.apns.Apns;
import chat.parley.providers.apns.ApnsSettings;
import chat.parley.providers.fcm.Fcm;
import chat.parley.providers.fcm.FcmSettings;
import chat.parley.push.port.PushProvider;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The providers of Apple's and Google's devices. Of what is not set up not even a class is loaded. */
public final class Providers {

    private Providers() {}

    /**
     * Nothing is connected before the first notification.
     *
     * @param apns null when it is not set up
     * @param fcm null when it is not set up
     * @throws BadSetting when what a setting names is not what it ought to be
     */
    public static List<PushProvider> of(@Nullable ApnsSettings apns, @Nullable FcmSettings fcm, Clock clock) {
        List<PushProvider> providers = new ArrayList<>();
        if (fcm != null) {
            providers.add(new Guarded(Fcm.open(fcm, clock), clock));
        }
        if (apns != null) {
            try {
                providers.add(new Guarded(Apns.open(apns), clock));
            } catch (BadSetting e) {
                providers.forEach(PushProvider::close);
                throw e;
            }
        }
        return providers;
    }
}
