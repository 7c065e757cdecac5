package chat.parley.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Answers in JSON. */
final class Json {

    static final String MEDIA_TYPE = "application/json";

    private static final JsonFactory FACTORY = new JsonFactory();

    /** Writes one value. */
    interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private Json() {}

    static Response.ResponseBuilder response(int status, Writing value) {
        return response(status, MEDIA_TYPE, value);
    }

    static Response.ResponseBuilder response(int status, String mediaType, Writing value) {
        return Response.status(status).type(mediaType).entity(bytes(value));
    }

    static byte[] bytes(Writing value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            value.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
