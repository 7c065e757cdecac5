package chat.parley.rest;

import chat.parley.accounts.Accounts;
import chat.parley.accounts.Accounts.Answer;
import chat.parley.accounts.Grant;
import chat.parley.domain.UserId;
import chat.parley.wire.BadInput;
import chat.parley.wire.Code;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Registering, logging in and out. The only calls that strangers make, and each login costs a password's hash. */
final class AccountCalls {

    private final @Nullable Accounts accounts;
    private final Throttle throttle;

    AccountCalls(@Nullable Accounts accounts, Throttle throttle) {
        this.accounts = accounts;
        this.throttle = throttle;
    }

    Response register(Call call) throws BadInput {
        Accounts here = builtIn();
        throttle.registration(call.address());
        JsonBody body = call.body();
        UserId username = AccountFields.username(body.text("username"));
        String password = AccountFields.password(body.text("password"));
        String displayName = AccountFields.displayName(body.text("display_name"));
        Answer registered = here.register(username, password, displayName);
        if (registered instanceof Answer.Granted) {
            throttle.cameIn(username.value(), call.address());
        }
        return answer(201, registered, "");
    }

    Response login(Call call) throws BadInput {
        Accounts here = builtIn();
        throttle.login(call.address());
        JsonBody body = call.body();
        String username = body.text("username");
        if (username == null) {
            throw BadInput.missing("username");
        }
        AccountFields.requireText("username", username);
        String password = AccountFields.password(body.text("password"));
        return answer(200, tried(here, username, password, call.address()), "the username or the password is wrong");
    }

    private Answer tried(Accounts here, String username, String password, String address) {
        throttle.guess(username, address);
        Answer answer = null;
        try {
            answer = here.login(username, password);
            return answer;
        } finally {
            // Also when nobody had the time to look at it.
            if (!(answer instanceof Answer.Refused)) {
                throttle.noGuess(username, address);
            }
            if (answer instanceof Answer.Granted) {
                throttle.cameIn(username, address);
            }
        }
    }

    Response refresh(Call call) throws BadInput {
        Accounts here = builtIn();
        throttle.refresh(call.address());
        return answer(200, here.refresh(refreshToken(call)), "the refresh token is not good any more");
    }

    Response logout(Call call) throws BadInput {
        Accounts here = builtIn();
        throttle.refresh(call.address());
        if (!here.logout(refreshToken(call))) {
            throw new ProblemException(Problem.unauthorized("the refresh token is none", null));
        }
        return Response.noContent().build();
    }

    private Accounts builtIn() {
        Accounts here = accounts;
        if (here == null) {
            throw new ProblemException(Problem.of(
                    Code.NOT_FOUND, "this server has no accounts of its own: another issuer makes its tokens"));
        }
        return here;
    }

    private static String refreshToken(Call call) throws BadInput {
        String token = call.body().text("refresh_token");
        if (token == null || token.isEmpty()) {
            throw BadInput.missing("refresh_token");
        }
        return token;
    }

    private static Response answer(int status, Answer answer, String refusal) {
        return switch (answer) {
            case Answer.Granted(var grant) -> granted(status, grant);
            case Answer.Taken _ ->
                throw new ProblemException(Problem.of(Code.CONFLICT, "username is taken; choose another"));
            case Answer.Refused _ -> throw new ProblemException(Problem.unauthorized(refusal, null));
        };
    }

    private static Response granted(int status, Grant grant) {
        return Json.response(status, json -> {
                    json.writeStartObject();
                    json.writeStringField("user_id", grant.user().value());
                    json.writeStringField("access_token", grant.accessToken());
                    json.writeStringField("refresh_token", grant.refreshToken());
                    json.writeNumberField("expires_in", grant.life().toSeconds());
                    json.writeEndObject();
                })
                .build();
    }
}
