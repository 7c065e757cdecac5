package chat.parley.server;

import chat.parley.embedded.DataDirectoryRefused;
import chat.parley.providers.BadSetting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Says to a person at a terminal what went wrong and what to do. */
final class Failures {

    private Failures() {}

    static String explain(Throwable failure) {
        return switch (failure) {
            case BindException e ->
                "the address is taken or not this machine's (" + e.getMessage()
                        + "); choose another with --port or --host";
            case AccessDeniedException e -> "no permission for " + e.getMessage();
            case NoSuchFileException e -> "there is no " + e.getMessage();
            case IOException e -> message(e);
            case IllegalArgumentException e -> message(e);
            case IllegalStateException e -> message(e);
            case DataDirectoryRefused e -> message(e);
            case BadSetting e -> message(e);
            case UncheckedIOException e
            when message(e).startsWith("cannot listen") ->
                message(e) + "; choose another with --port or --host, or stop what has it";
            case RuntimeException e when e.getCause() instanceof IOException cause -> explain(cause);
            default -> failure.toString();
        };
    }

    private static String message(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
