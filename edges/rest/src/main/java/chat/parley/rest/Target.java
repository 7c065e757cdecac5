package chat.parley.rest;

import chat.parley.wire.BadInput;
import chat.parley.wire.Code;
import chat.parley.wire.http.RequestTarget;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * What a request line asks for. No path of this interface has path parameters ({@code ;name=value}), which routers drop
 * silently and proxies keep: two readings of one path are one too many, so such a path is unknown.
 *
 * @param uri absolute, with the path and query still encoded
 */
record Target(URI uri) {

    /** The interface does not know by what name it is reached, and never has to. */
    static final URI BASE = URI.create("http://parley/");

    /** @throws BadInput when it is no path with an optional query (RFC 9112, origin-form), or an absolute one */
    static Target parse(String target) throws BadInput {
        String path = RequestTarget.originForm(target);
        if (!path.startsWith("/") || path.indexOf('#') >= 0) {
            throw malformed();
        }
        URI uri;
        try {
            // Two slashes at the beginning must stay a path, so the authority stands before it.
            uri = new URI("http://parley" + path);
        } catch (URISyntaxException e) {
            throw malformed();
        }
        if (uri.getRawPath().indexOf(';') >= 0) {
            throw new BadInput(Code.NOT_FOUND, Problem.NO_SUCH_PATH);
        }
        return new Target(uri);
    }

    /** Whether it is for the interface of the users, and not for those who run the server. */
    boolean isApi() {
        return uri.getRawPath().startsWith("/api/");
    }

    private static BadInput malformed() {
        return BadInput.malformed("the request target", "a path with an optional query by RFC 3986");
    }
}
