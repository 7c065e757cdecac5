package chat.parley.rest;

import chat.parley.wire.http.HttpResponse;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.spi.ContainerResponseWriter;
import org.jspecify.annotations.Nullable;

/** Takes from Jersey a whole response. */
final class CollectedResponse implements ContainerResponseWriter {

    private final ByteArrayOutputStream body = new ByteArrayOutputStream(1024);
    private @Nullable ContainerResponse head;
    private @Nullable Throwable failure;

    HttpResponse toHttp() {
        if (failure != null) {
            return of(Problems.of(failure).toResponse());
        }
        if (head == null) {
            return of(Problems.of(new IllegalStateException("no answer")).toResponse());
        }
        if (head.getStatus() >= 400 && head.getMediaType() == null) {
            // A malformed header: Jersey refuses it before it asks how to say so.
            return of(Problems.of(new BadRequestException()).toResponse());
        }
        return new HttpResponse(head.getStatus(), headers(head.getStringHeaders()), body.toByteArray());
    }

    /** Of a response that did not come by way of Jersey. */
    static HttpResponse of(Response response) {
        byte[] body = response.getEntity() instanceof byte[] bytes ? bytes : new byte[0];
        return new HttpResponse(response.getStatus(), headers(response.getStringHeaders()), body);
    }

    private static Map<String, List<String>> headers(Map<String, List<String>> headers) {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        headers.forEach((name, values) -> copy.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        return copy;
    }

    @Override
    public OutputStream writeResponseStatusAndHeaders(long contentLength, ContainerResponse response) {
        head = response;
        return body;
    }

    @Override
    public void commit() {}

    @Override
    public void failure(Throwable error) {
        failure = error;
    }

    @Override
    public boolean enableResponseBuffering() {
        return false;
    }

    @Override
    public boolean suspend(long timeOut, TimeUnit timeUnit, TimeoutHandler timeoutHandler) {
        throw new UnsupportedOperationException("a route answers on the thread that asks");
    }

    @Override
    public void setSuspendTimeout(long timeOut, TimeUnit timeUnit) {
        throw new UnsupportedOperationException("a route answers on the thread that asks");
    }
}
