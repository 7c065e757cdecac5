package chat.parley.server;

import chat.parley.contracts.AuthenticatorContract;
import chat.parley.domain.UserId;
import chat.parley.fabric.port.Authenticator;
import chat.parley.server.auth.JwtAuthenticator;
import chat.parley.server.auth.Secret;
import chat.parley.server.auth.TokenMint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

class JwtContractTest extends AuthenticatorContract {

    private static final Secret OWN = Secret.configured("0123456789abcdef0123456789abcdef");
    private static final Secret FOREIGN = Secret.configured("fedcba9876543210fedcba9876543210");

    @Override
    protected Authenticator authenticator() {
        return JwtAuthenticator.ofSecret(OWN);
    }

    @Override
    protected String token(UserId user, Instant expires) {
        return minted(OWN, user, expires);
    }

    @Override
    protected String foreignToken(UserId user, Instant expires) {
        return minted(FOREIGN, user, expires);
    }

    private static String minted(Secret secret, UserId user, Instant expires) {
        Clock before = Clock.fixed(expires.minusSeconds(60), ZoneOffset.UTC);
        return new TokenMint(secret, before).tokenFor(user, Duration.ofSeconds(60));
    }
}
