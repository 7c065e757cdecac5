package chat.parley.client;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** What a client was built with. */
record Settings(
        Endpoint endpoint,
        TokenProvider tokens,
        String deviceId,
        Store store,
        ParleyListener listener,
        ParleyRuntime runtime,
        Executor callbacks,
        InstantSource clock,
        RandomGenerator random,
        Backoff backoff,
        boolean delivered,
        int outboxEntriesMax,
        long outboxBytesMax,
        int unackedPerConversation,
        Duration ackMax) {}
