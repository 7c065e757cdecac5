package chat.parley.websocket;

import chat.parley.fabric.Presence;
import chat.parley.fabric.Typing;
import chat.parley.fabric.limits.Quotas;
import chat.parley.fabric.port.Authenticator;
import chat.parley.pipeline.CatchUp;
import chat.parley.pipeline.Conversations;
import chat.parley.pipeline.Gateway;
import chat.parley.pipeline.Receipts;
import chat.parley.wire.ServerFrames;
import java.time.Clock;

/** What stands behind the listener. */
record Systems(
        Presence presence,
        Typing typing,
        Gateway gateway,
        Conversations conversations,
        CatchUp catchUp,
        Receipts receipts,
        Authenticator authenticator,
        Quotas quotas,
        ServerFrames frames,
        Clock clock) {}
