package chat.parley.rest;

import chat.parley.accounts.port.HasherBusy;
import chat.parley.pipeline.port.StoreUnavailable;
import chat.parley.wire.Code;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Turns whatever ends a request early into a problem document, and tells strangers nothing of what is within. */
final class Problems implements ExceptionMapper<Throwable> {

    private static final Logger LOG = System.getLogger(Problems.class.getName());

    @Override
    public Response toResponse(Throwable failure) {
        return of(failure).toResponse();
    }

    static Problem of(Throwable failure) {
        return switch (failure) {
            case ProblemException expected -> expected.problem();
            case StoreUnavailable _ -> Problem.unavailable("a store did not answer");
            case HasherBusy busy -> Problem.unavailable("too many logins at once", busy.retryAfter());
            case WebApplicationException routing -> ofRouting(routing.getResponse());
            default -> ofIncident(failure);
        };
    }

    /** What the router refuses by itself. */
    private static Problem ofRouting(Response response) {
        int status = response.getStatus();
        return switch (status) {
            case 404 -> Problem.of(Code.NOT_FOUND, Problem.NO_SUCH_PATH);
            case 405 ->
                new Problem(
                        status,
                        Code.BAD_REQUEST,
                        "this path does not know the method",
                        Map.of("allow", response.getHeaderString("allow")),
                        null);
            // The contract has one status for each code.
            case 415 -> Problem.of(Code.BAD_REQUEST, "content-type is not application/json");
            default -> Problem.of(Code.BAD_REQUEST, "a header is malformed");
        };
    }

    /** A failure of ours; its number leads from what the client was told to the log. */
    private static Problem ofIncident(Throwable failure) {
        String number = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        LOG.log(Level.ERROR, "incident " + number, failure);
        return Problem.unavailable("something went wrong on the server, incident " + number);
    }
}
