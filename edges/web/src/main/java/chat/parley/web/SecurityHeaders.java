package chat.parley.web;

import java.util.Map;

/** What the client's files tell a browser, besides what the listener says with every answer. */
final class SecurityHeaders {

    /**
     * Only what came from this server is run, shown or spoken with; a {@code WebSocket} of the same origin is {@code 'self'}
     * too (CSP 3, 6.7.2.8). A text cannot become a script by any way of the DOM (Trusted Types): the one policy makes
     * nothing but the address of the service worker. {@code data:} pictures are those of style sheets.
     */
    static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types parley");

    static final Map<String, String> ALL = Map.of(
            "content-security-policy",
            POLICY,
            "permissions-policy",
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), midi=(),"
                    + " display-capture=(), browsing-topics=()");

    private SecurityHeaders() {}
}
