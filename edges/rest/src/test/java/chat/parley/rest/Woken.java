package chat.parley.rest;

import chat.parley.domain.Platform;
import chat.parley.embedded.EmbeddedStore;
import chat.parley.providers.PushKey;
import chat.parley.providers.web.Endpoints;
import chat.parley.push.PushOutcome;
import chat.parley.push.PushTarget;
import chat.parley.push.port.PreferenceRecords;
import chat.parley.push.port.PushTargets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** How the users of a node without providers are woken: each sample is answered as the test says. */
final class Woken {

    /** What is answered, and to which targets it went. */
    volatile PushOutcome outcome = new PushOutcome.Accepted("message-1");

    final List<PushTarget> samples = new CopyOnWriteArrayList<>();

    /** How much later it is than it is. */
    volatile Duration later = Duration.ZERO;

    private final Waking waking;

    Woken(EmbeddedStore store, Faults faults) {
        Endpoints endpoints = Endpoints.allowing(List.of("push.internal"));
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
        waking = new Waking(
                faults.over(PreferenceRecords.class, store.preferences()),
                faults.over(PushTargets.class, store.pushTargets()),
                Set.of(Platform.FCM, Platform.WEBPUSH),
                "the-key-of-this-server",
                checks,
                target -> {
                    samples.add(target);
                    return CompletableFuture.completedFuture(outcome);
                },
                clock());
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Instant instant() {
                return Instant.now().plus(later);
            }
        };
    }

    Waking waking() {
        return waking;
    }
}
