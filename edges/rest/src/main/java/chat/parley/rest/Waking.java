package chat.parley.rest;

import chat.parley.domain.Platform;
import chat.parley.push.PushOutcome;
import chat.parley.push.PushTarget;
import chat.parley.push.port.PreferenceRecords;
import chat.parley.push.port.PushTargets;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * How users are woken, and what they may say about it.
 *
 * @param platforms that a provider is set up for
 * @param vapidKey by which browsers know this server (RFC 8292), in base64url; null without Web Push
 */
public record Waking(
        PreferenceRecords preferences,
        PushTargets targets,
        Set<Platform> platforms,
        @Nullable String vapidKey,
        Checks checks,
        Sample sample,
        Clock clock) {

    /** Looks at what a device wants to be woken by, before it is kept. Neither waits for the network. */
    public interface Checks {

        /** What is wrong with an address that the server would post to, as "is not https"; null when nothing is. */
        @Nullable
        String flaw(String endpoint);

        /** Whether pushes can be sealed for a device's key. */
        boolean isPushKey(String text);
    }

    /** Sends a notification that says nothing. */
    public interface Sample {
        CompletionStage<PushOutcome> send(PushTarget target);
    }

    public Waking {
        platforms = Set.copyOf(platforms);
    }
}
