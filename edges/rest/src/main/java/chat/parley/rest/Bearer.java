package chat.parley.rest;

import chat.parley.domain.UserId;
import chat.parley.fabric.port.Authenticator;
import chat.parley.fabric.port.Authenticator.Verdict;
import java.util.List;
import org.glassfish.jersey.server.ContainerRequest;

/** Tells who calls, by the token in the {@code Authorization} header (RFC 6750). */
final class Bearer {

    private static final String SCHEME = "Bearer ";

    private final Authenticator authenticator;
    private final Throttle throttle;

    Bearer(Authenticator authenticator, Throttle throttle) {
        this.authenticator = authenticator;
        this.throttle = throttle;
    }

    /** @throws ProblemException {@code unauthorized} when there is no good token, {@code rate_limited} after too many */
    UserId caller(ContainerRequest request) {
        return accepted(request).user();
    }

    /** The same, with what else the token says. */
    Verdict.Accepted accepted(ContainerRequest request) {
        List<String> values = request.getRequestHeader("authorization");
        if (values == null) {
            throw new ProblemException(Problem.unauthorized("there is no Authorization header", null));
        }
        String value = values.getFirst();
        if (values.size() > 1 || !value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new ProblemException(
                    Problem.unauthorized("the Authorization header is not one Bearer token", "invalid_request"));
        }
        return switch (authenticator.verify(value.substring(SCHEME.length()).strip())) {
            case Verdict.Accepted accepted -> {
                throttle.request(accepted.user());
                yield accepted;
            }
            case Verdict.Rejected(var reason) ->
                throw new ProblemException(Problem.unauthorized(reason, "invalid_token"));
            case Verdict.Unavailable(var reason) -> throw new ProblemException(Problem.unavailable(reason));
        };
    }
}
