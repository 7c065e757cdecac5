package chat.parley.server;

import chat.parley.domain.Platform;
import chat.parley.providers.Providers;
import chat.parley.providers.PushKey;
import chat.parley.providers.web.Endpoints;
import chat.parley.providers.web.VapidKey;
import chat.parley.providers.web.WebPush;
import chat.parley.push.port.PushProvider;
import chat.parley.rest.Waking;
import chat.parley.server.auth.VapidKeyFile;
import chat.parley.server.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** By whom devices are woken, as the settings have it. */
record PushServices(List<PushProvider> providers, VapidKey vapidKey, Endpoints endpoints) implements AutoCloseable {

    /**
     * Connects to none of them.
     *
     * @throws IOException when the VAPID key can be neither read nor made
     */
    static PushServices of(Settings settings, Clock clock) throws IOException {
        VapidKey key = vapidKey(settings);
        Endpoints endpoints = Endpoints.allowing(settings.push().endpoints());
        String contact = settings.push().contact();
        List<PushProvider> providers =
                Providers.of(settings.appPush().apns(), settings.appPush().fcm(), clock);
        providers.add(new WebPush(Platform.WEBPUSH, key, contact, endpoints, clock));
        providers.add(new WebPush(Platform.UNIFIEDPUSH, key, contact, endpoints, clock));
        return new PushServices(providers, key, endpoints);
    }

    private static VapidKey vapidKey(Settings settings) throws IOException {
        Path named = settings.push().vapidKey();
        return named != null
                ? VapidKeyFile.read(named)
                : VapidKeyFile.of(settings.data()).key();
    }

    @Override
    public void close() {
        providers.forEach(PushProvider::close);
    }

    /** What the users of a server with these may ask and say. */
    Waking waking(PushFabric fabric, Clock clock) {
        Waking.Checks checks = new Waking.Checks() {
            @Override
            public @Nullable String flaw(String endpoint) {
                return endpoints.flaw(endpoint);
            }

            @Override
            public boolean isPushKey(String text) {
                return PushKey.isValid(text);
            }
        };
        return new Waking(
                fabric.preferences(),
                fabric.targets(),
                providers.stream().map(PushProvider::platform).collect(Collectors.toSet()),
                vapidKey.publicKey(),
                checks,
                fabric.gateway()::test,
                clock);
    }
}
