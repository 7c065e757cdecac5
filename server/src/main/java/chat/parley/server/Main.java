package chat.parley.server;

import chat.parley.conformance.ConformCommand;
import chat.parley.conformance.proxy.ProxyCommand;
import chat.parley.server.config.ConfigSources;
import chat.parley.tools.bench.BenchCommand;
import chat.parley.tools.chat.ChatCommand;
import chat.parley.tools.client.Tokens;
import chat.parley.tools.replay.ReplayCommand;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The program: {@code parley serve}, and the tools around it. */
@Command(
        name = "parley",
        description = "A chat server of one's own: an acked message is never lost, doubled or out of order.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = CommandLine.HelpCommand.class)
public final class Main {

    /** The others run whatever the settings are. */
    private static final Set<String> WITH_SETTINGS =
            Set.of("serve", "token", "config", "chat", "verify", "conform", "trace", "doctor");

    private Main() {}

    /** Exits with 0 when all went well, 1 when what was asked for failed, 2 when it was asked wrongly. */
    public static void main(String[] args) {
        Logging.start();
        ConfigSources sources = new ConfigSources(System.getenv());
        System.exit(run(sources, commandLine(sources), args));
    }

    static int run(ConfigSources sources, CommandLine command, String... args) {
        try {
            if (args.length > 0 && WITH_SETTINGS.contains(args[0])) {
                sources.load(command, args);
            }
        } catch (ParameterException e) {
            command.getErr().println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        return command.execute(args);
    }

    static CommandLine commandLine(ConfigSources sources) {
        SecretTokens secrets = new SecretTokens(sources);
        Tokens.Source tokens = secrets;
        return new CommandLine(new Main())
                .addSubcommand(new ServeCommand(sources))
                .addSubcommand(new ChatCommand(tokens))
                .addSubcommand(ConfigSources.helpOf(new CommandLine(new TokenCommand()), TokenCommand.READS))
                .addSubcommand(new VerifyCommand())
                .addSubcommand(new ConfigCommand(sources))
                .addSubcommand(ConfigSources.helpOf(new CommandLine(new TraceCommand()), TraceCommand.READS))
                .addSubcommand(new CommandLine(new DoctorCommand())
                        .addSubcommand(ConfigSources.helpOf(
                                new CommandLine(new DoctorPushCommand()), DoctorPushCommand.READS)))
                .setDefaultValueProvider(sources)
                // Not for those below: they start servers of their own, which must not find the operator's data.
                .addSubcommand(new ReplayCommand(tokens))
                .addSubcommand(BenchCommand.with(tokens))
                .addSubcommand(new ConformCommand(secrets::bytesOf))
                .addSubcommand(new ProxyCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((wrong, words) -> {
                    CommandLine line = wrong.getCommandLine();
                    line.getErr().println(wrong.getMessage() + sources.blamed(wrong));
                    if (!CommandLine.UnmatchedArgumentException.printSuggestions(wrong, line.getErr())) {
                        line.getErr().println("Try: " + line.getCommandSpec().qualifiedName() + " --help");
                    }
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println("parley " + line.getCommandName() + ": " + Failures.explain(failure));
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }
}
