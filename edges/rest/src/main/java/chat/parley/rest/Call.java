package chat.parley.rest;

import chat.parley.domain.ConversationId;
import chat.parley.domain.DeviceId;
import chat.parley.domain.UserId;
import chat.parley.wire.BadInput;
import chat.parley.wire.Code;
import chat.parley.wire.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.glassfish.jersey.server.ContainerRequest;
import org.jspecify.annotations.Nullable;

/** A request that has found its route, by the names that the route and the contract give its parts. */
record Call(ContainerRequest request) {

    static final String CONVERSATION_ID = "conversation_id";
    static final String USER_ID = "user_id";
    static final String DEVICE_ID = "device_id";

    /** The property of a request that holds the client's address. */
    static final String ADDRESS = "chat.parley.address";

    /** Most entries of a page, and how many a page has unless the caller says. */
    private static final int LIMIT_MAX = 200;

    private static final int LIMIT_DEFAULT = 50;

    ConversationId conversationId() throws BadInput {
        return Fields.conversationId(CONVERSATION_ID, path(CONVERSATION_ID));
    }

    UserId userId() throws BadInput {
        return Fields.userId(USER_ID, path(USER_ID));
    }

    DeviceId deviceId() throws BadInput {
        return Fields.deviceId(DEVICE_ID, path(DEVICE_ID));
    }

    int limit() throws BadInput {
        return Fields.limit(query("limit"), 1, LIMIT_MAX, LIMIT_DEFAULT);
    }

    /** @throws BadInput when it is there more than once: which one counts would be a guess */
    @Nullable
    String query(String name) throws BadInput {
        List<String> values = request.getUriInfo().getQueryParameters().get(name);
        if (values == null) {
            return null;
        }
        if (values.size() > 1) {
            throw new BadInput(Code.BAD_REQUEST, name + " is given more than once");
        }
        return values.getFirst();
    }

    /** All values of a parameter that may be given more than once. */
    List<String> queries(String name) {
        return request.getUriInfo().getQueryParameters().getOrDefault(name, List.of());
    }

    JsonBody body() throws BadInput {
        try {
            return JsonBody.read(request.getEntityStream().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The client's, as limits count it. */
    String address() {
        return String.valueOf(request.getProperty(ADDRESS));
    }

    @Nullable
    String path(String name) {
        return request.getUriInfo().getPathParameters().getFirst(name);
    }
}
