package chat.parley.rest;

import chat.parley.wire.http.HttpRequest;
import chat.parley.wire.http.HttpResponse;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.SecurityContext;
import java.io.ByteArrayInputStream;
import java.security.Principal;
import java.util.List;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.server.model.Resource;
import org.jspecify.annotations.Nullable;

/** Jersey without a server of its own: matches a request with a route, and gives what the route answers. */
final class Dispatcher {

    /** Nothing but these headers is read, so nothing else of what strangers send gets further than here. */
    private static final List<String> HEADERS_READ = List.of("authorization", "content-type");

    private final List<Resource> routes;
    private final ApplicationHandler jersey;

    Dispatcher(List<Resource> routes) {
        this.routes = routes;
        // All that Jersey would otherwise look for on the class path. We bring all it needs, and the search takes time.
        ResourceConfig config = new ResourceConfig()
                .registerResources(routes.toArray(Resource[]::new))
                .register(new Problems())
                .property(CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true)
                .property(CommonProperties.METAINF_SERVICES_LOOKUP_DISABLE, true)
                .property(CommonProperties.PROVIDER_DEFAULT_DISABLE, "ALL")
                .property(ServerProperties.WADL_FEATURE_DISABLE, true)
                .property(ServerProperties.RESOURCE_VALIDATION_DISABLE, true)
                .property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true);
        this.jersey = new ApplicationHandler(config);
    }

    /**
     * @param response of the route
     * @param route its template, null when no route was found
     */
    record Answer(HttpResponse response, @Nullable String route) {}

    List<Resource> routes() {
        return routes;
    }

    Answer answer(HttpRequest request, Target target) {
        ContainerRequest call = new ContainerRequest(
                Target.BASE,
                target.uri(),
                request.method().equals(HttpMethod.HEAD) ? HttpMethod.GET : request.method(),
                Nobody.INSTANCE,
                new MapPropertiesDelegate(),
                jersey.getConfiguration());
        for (String name : HEADERS_READ) {
            request.headers().getOrDefault(name, List.of()).forEach(value -> call.header(name, value));
        }
        call.setProperty(Call.ADDRESS, request.address());
        call.setEntityStream(new ByteArrayInputStream(request.body()));
        CollectedResponse response = new CollectedResponse();
        call.setWriter(response);
        jersey.handle(call);
        var templates = call.getUriInfo().getMatchedTemplates();
        return new Answer(
                response.toHttp(),
                templates.isEmpty() ? null : templates.getFirst().getTemplate());
    }

    /** Jersey asks for a security context; who calls is found out by {@link Bearer}, route by route. */
    private enum Nobody implements SecurityContext {
        INSTANCE;

        @Override
        public @Nullable Principal getUserPrincipal() {
            return null;
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public boolean isSecure() {
            return false;
        }

        @Override
        public @Nullable String getAuthenticationScheme() {
            return null;
        }
    }
}
