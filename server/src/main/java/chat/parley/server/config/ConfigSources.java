package chat.parley.server.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Gives picocli the values of the environment and of the file, for options that no flag sets. */
public final class ConfigSources implements IDefaultValueProvider {

    private static final String PREFIX = "PARLEY_";
    private static final Path DEFAULT_FILE = Path.of("parley.properties");

    /** Where a value comes from; {@code text} says it to a person. */
    public record Origin(String text) {}

    private final Map<String, String> environment;
    private final Set<String> keys = keysOfSettings();
    private final Map<String, String> file = new TreeMap<>();
    private @Nullable Path path;

    public ConfigSources(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Reads the file, which a flag, the environment, or else the current directory names.
     *
     * @throws ParameterException when it cannot be read, or holds a key that is none
     */
    public void load(CommandLine command, String[] args) {
        Path named = named(args);
        path = named != null ? named : Files.exists(DEFAULT_FILE) ? DEFAULT_FILE : null;
        if (path == null) {
            return;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ParameterException(
                    command,
                    "config: cannot read " + path
                            + (Files.exists(path) ? ": " + e.getMessage() : ": there is no such file"));
        }
        for (String key : properties.stringPropertyNames()) {
            if (!keys.contains(key)) {
                throw new ParameterException(
                        command, "config: " + path + " has the unknown key '" + key + "'; known are " + keys);
            }
            file.put(key, properties.getProperty(key).strip());
        }
    }

    @Override
    public @Nullable String defaultValue(ArgSpec arg) {
        if (!(arg instanceof OptionSpec option) || !keys.contains(keyOf(option))) {
            return null;
        }
        return value(keyOf(option));
    }

    /** What the environment, or else the file, says of a key; null when neither does. */
    public @Nullable String value(String key) {
        String value = environment.get(variableOf(key));
        return value != null ? value : file.get(key);
    }

    /** Where the effective value of an option comes from. */
    public Origin origin(OptionSpec option, CommandLine.ParseResult parsed) {
        String key = keyOf(option);
        if (parsed.hasMatchedOption(option)) {
            return new Origin("flag --" + key);
        }
        if (environment.containsKey(variableOf(key))) {
            return new Origin("environment " + variableOf(key));
        }
        return file.containsKey(key) ? new Origin("file " + path) : new Origin("default");
    }

    /** Says which variable or file a wrong value stands in; empty when it is on the command line. */
    public String blamed(ParameterException wrong) {
        if (!(wrong.getArgSpec() instanceof OptionSpec option) || !keys.contains(keyOf(option))) {
            return "";
        }
        String variable = variableOf(keyOf(option));
        String value = wrong.getValue();
        if (value != null && value.equals(environment.get(variable))) {
            return " (from the environment's " + variable + ")";
        }
        return value != null && value.equals(file.get(keyOf(option))) ? " (from " + path + ")" : "";
    }

    /** Variables that look like ours and set nothing: most likely misspelt. */
    public Set<String> unknownVariables() {
        Set<String> known = keys.stream().map(ConfigSources::variableOf).collect(Collectors.toSet());
        known.addAll(Set.of("PARLEY_JAVA_OPTS", "PARLEY_NO_BUILD"));
        return environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private @Nullable Path named(String[] args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith("--config=")) {
                return Path.of(args[i].substring("--config=".length()));
            }
            if (args[i].equals("--config") && i + 1 < args.length) {
                return Path.of(args[i + 1]);
            }
        }
        String variable = environment.get(variableOf("config"));
        return variable == null ? null : Path.of(variable);
    }

    /** Leaves out of a command's help the settings that it takes, since their file is one for all, and does not read. */
    public static CommandLine helpOf(CommandLine command, String keysRead) {
        Set<String> all = keysOfSettings();
        for (OptionSpec option : List.copyOf(command.getCommandSpec().options())) {
            if (all.contains(keyOf(option)) && !keyOf(option).matches(keysRead)) {
                command.getCommandSpec().remove(option);
                command.getCommandSpec()
                        .addOption(OptionSpec.builder(option).hidden(true).build());
            }
        }
        return command;
    }

    static String keyOf(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    static String variableOf(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    static Set<String> keysOfSettings() {
        return CommandLine.Model.CommandSpec.forAnnotatedObject(new Settings()).options().stream()
                .map(ConfigSources::keyOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
