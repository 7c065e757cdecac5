package chat.parley.server;

import chat.parley.domain.Platform;
import chat.parley.providers.BadSetting;
import chat.parley.providers.Providers;
import chat.parley.providers.web.Endpoints;
import chat.parley.providers.web.VapidKey;
import chat.parley.providers.web.WebPush;
import chat.parley.push.port.PushProvider;
import chat.parley.push.port.PushProvider.Finding;
import chat.parley.server.auth.VapidKeyFile;
import chat.parley.server.config.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks at the credentials of each push service, and whether it can be reached. Needs no server, and changes nothing. */
@Command(
        name = "push",
        description =
                "Look at the credentials of each push service, and whether it can be reached, with the settings that"
                        + " serve would have. Needs no running server; nothing is sent to a device.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {"0:all is right", "1:something is wrong, and is said", "2:a setting cannot be read"})
final class DoctorPushCommand implements Callable<Integer> {

    /** The settings that its help has. */
    static final String READS = "config|data|push-(contact|vapid-key|endpoints|apns-.*|fcm-.*)";

    private static final Clock CLOCK = Clock.systemUTC();

    @Spec
    @Nullable
    CommandSpec spec;

    @Mixin
    Settings settings = new Settings();

    private boolean wrong;

    @Override
    public Integer call() {
        settings.validated();
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        var app = settings.appPush();
        if (app.apns() == null) {
            out.println("APNs (Apple's devices): not set up. With push-apns-key they are woken.");
        } else {
            examine(out, "APNs (Apple's devices)", () -> Providers.of(app.apns(), null, CLOCK));
        }
        if (app.fcm() == null) {
            out.println("FCM (Android): not set up. With push-fcm-credentials its devices are woken.");
        } else {
            examine(out, "FCM (Android)", () -> Providers.of(null, app.fcm(), CLOCK));
        }
        examine(out, "Web Push (browsers) and UnifiedPush", () -> List.of(webPush(out)));
        out.println(wrong ? "Something is wrong: see above." : "All is right.");
        out.flush();
        return wrong ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private void examine(PrintWriter out, String name, Supplier<List<PushProvider>> opened) {
        out.println(name + ":");
        out.flush();
        try {
            for (PushProvider provider : opened.get()) {
                try (provider) {
                    provider.examine().forEach(finding -> print(out, finding));
                }
            }
        } catch (BadSetting e) {
            print(out, new Finding("its settings", e.getMessage()));
        }
    }

    private void print(PrintWriter out, Finding finding) {
        String problem = finding.problem();
        if (problem == null) {
            out.println("  ok     " + finding.what());
        } else {
            wrong = true;
            out.println("  WRONG  " + finding.what() + ": " + problem);
        }
    }

    private WebPush webPush(PrintWriter out) {
        return new WebPush(
                Platform.WEBPUSH,
                vapidKey(out),
                settings.push().contact(),
                Endpoints.allowing(settings.push().endpoints()),
                CLOCK);
    }

    /** A key is not made here: it would be of whoever runs this, and not of the server's user. */
    private VapidKey vapidKey(PrintWriter out) {
        Path named = settings.push().vapidKey();
        Path file = named != null ? named : settings.data().resolve(VapidKeyFile.FILE);
        if (named == null && !Files.exists(file)) {
            print(out, new Finding("no VAPID key yet: serve makes one in " + file, null));
            return VapidKey.parse(VapidKey.generate());
        }
        try {
            return VapidKeyFile.read(file);
        } catch (IOException e) {
            throw new BadSetting("push-vapid-key", "cannot be used: " + e.getMessage());
        }
    }
}
