package chat.parley.client;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import org.jspecify.annotations.Nullable;

/** Says in words why a server is not reached: the JDK's own texts are names of classes, or null. */
final class NoConnection {

    private NoConnection() {}

    static String because(@Nullable Throwable failure) {
        return "no connection: " + reason(failure);
    }

    private static String reason(@Nullable Throwable failure) {
        // What was met first is the last of the causes.
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnresolvedAddressException _ -> {
                    return "there is no host of this name";
                }
                case UnknownHostException _ -> {
                    return "there is no host of this name";
                }
                case CertPathBuilderException _ -> {
                    return "the server's certificate is of nobody who is trusted here";
                }
                default -> {
                    // Its cause may say more.
                }
            }
        }
        if (failure == null) {
            return "it failed";
        }
        String text = failure.getMessage();
        return failure instanceof ConnectException && (text == null || text.isEmpty())
                ? "nobody listens at this address"
                : text == null ? failure.getClass().getSimpleName() : text;
    }
}
