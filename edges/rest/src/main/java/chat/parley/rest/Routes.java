package chat.parley.rest;

import chat.parley.domain.UserId;
import chat.parley.fabric.port.Authenticator.Verdict;
import chat.parley.wire.BadInput;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassfish.jersey.process.Inflector;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;

/**
 * The table of what is answered where. {@code openapi.yaml} says the same to the world, and a test compares the two.
 *
 * <p>Routes are given to Jersey as a model and not by annotations: then this is the one place to look, and nothing is
 * found by reflection at the start.
 */
final class Routes {

    private static final String CONVERSATIONS = "/api/conversations";
    private static final String CONVERSATION = CONVERSATIONS + "/{" + Call.CONVERSATION_ID + "}";
    private static final String MEMBERS = CONVERSATION + "/members";
    private static final String MEMBER = MEMBERS + "/{" + Call.USER_ID + "}";

    private static final String DEVICES = "/api/devices";
    private static final String DEVICE = DEVICES + "/{" + Call.DEVICE_ID + "}";

    /** Answers a call of anyone. */
    private interface Open {
        Response answer(Call call) throws BadInput;
    }

    /** Answers a call of a user whose token has been seen: there is no other way to learn who calls. */
    private interface OfUser {
        Response answer(Call call, UserId caller) throws BadInput;
    }

    /** The same, for whom it matters by which login the user came. */
    private interface OfLogin {
        Response answer(Call call, Verdict.Accepted caller) throws BadInput;
    }

    private final Bearer bearer;
    private final Map<String, Resource.Builder> byPath = new LinkedHashMap<>();

    private Routes(Bearer bearer) {
        this.bearer = bearer;
    }

    static List<Resource> of(
            Bearer bearer,
            ConversationCalls conversations,
            MemberCalls members,
            MessageCalls messages,
            PresenceCalls presence,
            AccountCalls accounts,
            UserCalls users,
            DeviceCalls devices,
            ReceiptCalls receipts,
            NotificationCalls notifications,
            PushCalls pushes,
            TraceCalls traces,
            OperatorCalls operator,
            Operations operations) {
        Routes routes = new Routes(bearer);
        routes.withBody("POST", CONVERSATIONS, conversations::create);
        routes.ofUser("GET", CONVERSATIONS, conversations::page);
        routes.ofUser("GET", CONVERSATION, conversations::show);
        routes.withBody("PATCH", CONVERSATION, conversations::rename);
        routes.ofUser("GET", MEMBERS, members::page);
        routes.withBody("POST", MEMBERS, members::add);
        routes.withBody("PUT", MEMBER, members::setRole);
        routes.ofUser("DELETE", MEMBER, members::remove);
        routes.withBody("POST", "/api/messages", messages::send);
        routes.ofUser("GET", CONVERSATION + "/messages", messages::page);
        routes.ofUser("GET", "/api/presence", presence::look);
        routes.ofStranger("/api/auth/register", accounts::register);
        routes.ofStranger("/api/auth/login", accounts::login);
        routes.ofStranger("/api/auth/refresh", accounts::refresh);
        routes.ofStranger("/api/auth/logout", accounts::logout);
        routes.ofUser("GET", "/api/users/me", users::me);
        routes.ofUser("GET", "/api/users", users::list);
        routes.ofUser("GET", DEVICES, devices::list);
        routes.ofUser("GET", DEVICE, devices::show);
        routes.withBodyOfLogin("PUT", DEVICE, devices::register);
        routes.ofLogin("DELETE", DEVICE, devices::remove);
        routes.withBody("PUT", CONVERSATION + "/read", receipts::read);
        routes.ofUser("GET", CONVERSATION + "/receipts", receipts::page);
        routes.ofUser("GET", "/api/users/me/notifications", notifications::ofUser);
        routes.withBody("PUT", "/api/users/me/notifications", notifications::setOfUser);
        routes.ofUser("GET", CONVERSATION + "/notifications", notifications::ofConversation);
        routes.withBody("PUT", CONVERSATION + "/notifications", notifications::setOfConversation);
        routes.ofUser("GET", "/api/push", pushes::show);
        routes.ofUser("POST", DEVICE + "/test-push", pushes::sample);
        routes.ofUser("GET", "/api/messages/{" + Call.CONVERSATION_ID + "}/{message_id}/trace", traces::ofOwn);
        routes.open("/operator/traces/{" + Call.CONVERSATION_ID + "}/{message_id}", operator::trace);
        routes.open("/healthz", operations::health);
        routes.open("/readyz", operations::readiness);
        routes.open("/metrics", operations::metrics);
        routes.open("/openapi.yaml", operations::contract);
        return routes.resources();
    }

    private void ofUser(String method, String path, OfUser answer) {
        add(method, path, call -> answer.answer(call, bearer.caller(call.request())));
    }

    private void withBody(String method, String path, OfUser answer) {
        add(method, path, call -> answer.answer(call, bearer.caller(call.request())))
                .consumes(Json.MEDIA_TYPE);
    }

    private void ofLogin(String method, String path, OfLogin answer) {
        add(method, path, call -> answer.answer(call, bearer.accepted(call.request())));
    }

    private void withBodyOfLogin(String method, String path, OfLogin answer) {
        add(method, path, call -> answer.answer(call, bearer.accepted(call.request())))
                .consumes(Json.MEDIA_TYPE);
    }

    private void ofStranger(String path, Open answer) {
        add("POST", path, answer).consumes(Json.MEDIA_TYPE);
    }

    private void open(String path, Open answer) {
        add("GET", path, answer);
    }

    private ResourceMethod.Builder add(String method, String path, Open answer) {
        return byPath.computeIfAbsent(path, Resource::builder).addMethod(method).handledBy(new Inflected(answer));
    }

    private List<Resource> resources() {
        List<Resource> resources = new ArrayList<>();
        byPath.values().forEach(builder -> resources.add(builder.build()));
        return resources;
    }

    /** Not a lambda, of which Jersey cannot see that it takes the request and not an entity of its own. */
    private record Inflected(Open answer) implements Inflector<ContainerRequestContext, Response> {
        @Override
        public Response apply(ContainerRequestContext request) {
            try {
                return answer.answer(new Call((ContainerRequest) request));
            } catch (BadInput e) {
                throw new ProblemException(Problem.of(e));
            }
        }
    }
}
