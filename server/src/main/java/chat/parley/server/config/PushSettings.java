package chat.parley.server.config;

import chat.parley.providers.web.Contact;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The keys by which devices are woken. Web Push needs none of them. */
public final class PushSettings {

    @Option(
            names = "--push-contact",
            paramLabel = "ADDRESS",
            defaultValue = Contact.DEFAULT,
            description = "Whom push services tell when they see something wrong: mailto: or https: of a host that the"
                    + " internet has (default: ${DEFAULT-VALUE}).")
    String contact = "";

    @Option(
            names = "--push-vapid-key",
            paramLabel = "FILE",
            description = "Private key by which browsers' push services know this server: PEM, PKCS #8, of P-256, or"
                    + " 32 bytes in base64url. Without one, one is made in the data directory.")
    @Nullable
    Path vapidKey;

    @Option(
            names = "--push-endpoints",
            paramLabel = "HOST",
            split = ",",
            description = "Hosts that Web Push and UnifiedPush may post to although their address is private or their"
                    + " port is not 443, separated by commas, as ntfy.home.arpa or *.lan:8443 (default: none).")
    List<String> endpoints = new ArrayList<>();

    public String contact() {
        return contact;
    }

    /** Null for the one in the data directory. */
    public @Nullable Path vapidKey() {
        return vapidKey;
    }

    public List<String> endpoints() {
        return List.copyOf(endpoints);
    }
}
