package chat.parley.server;

import chat.parley.server.auth.Secret;
import chat.parley.server.config.ConfigSources;
import chat.parley.server.config.Settings;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** Prints the settings that would be in force, and where each comes from. */
@Command(
        name = "config",
        description =
                "Print the effective settings and the origin of each, as serve would see them. Secrets stay hidden.",
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {

    private static final String HIDDEN = "(hidden)";
    private static final Set<String> SECRETS = Set.of("jwt-secret", "push-apns-cert-password");

    private final ConfigSources sources;

    @Spec
    @Nullable
    CommandSpec spec;

    @Mixin
    Settings settings = new Settings();

    ConfigCommand(ConfigSources sources) {
        this.sources = sources;
    }

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        settings.validated();
        var out = command.commandLine().getOut();
        for (OptionSpec option : settings.options()) {
            String key = option.longestName().substring(2);
            Object value = option.getValue();
            if (option.hidden() && value == null) {
                continue;
            }
            boolean madeSecret = key.equals("jwt-secret")
                    && value == null
                    && settings.jwksUrl() == null
                    && Secret.isIn(settings.data());
            String origin = madeSecret
                    ? "made in " + settings.data()
                    : sources.origin(option, command.commandLine().getParseResult())
                            .text();
            out.printf("%-26s = %-28s # %s%n", key, madeSecret ? HIDDEN : shown(key, value), origin);
        }
        sources.unknownVariables().forEach(name -> out.println("# " + name + " is set but is no setting"));
        return 0;
    }

    private static String shown(String key, @Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (SECRETS.contains(key)) {
            return HIDDEN;
        }
        return value instanceof List<?> list
                ? String.join(",", list.stream().map(Object::toString).toList())
                : value.toString();
    }
}
