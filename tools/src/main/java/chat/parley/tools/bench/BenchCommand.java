package chat.parley.tools.bench;

import chat.parley.tools.client.Tokens;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks, by name. */
@Command(
        name = "bench",
        description = "Measure a server of its own on this machine, beside a baseline in the same run.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%n",
        footer = {
            "Client and server share this machine, so run nothing beside.",
            "Results are appended to docs/benchmarks/history.jsonl; docs/benchmarks/README.md tells what each figure means."
        })
public final class BenchCommand {

    private BenchCommand() {}

    /** @param tokens signs with the secrets of the servers that are started */
    public static CommandLine with(Tokens.Source tokens) {
        return new CommandLine(new BenchCommand())
                .addSubcommand(new IdleBench(tokens))
                .addSubcommand(new RelayBench(tokens))
                .addSubcommand(new FanoutBench(tokens))
                .addSubcommand(new CatchUpBench(tokens))
                .addSubcommand(new StartBench())
                .addSubcommand(new AttacksBench(tokens))
                .addSubcommand(new PushBench())
                .addSubcommand(new BareCommand())
                .addSubcommand(new EchoCommand())
                .addSubcommand(new SyncedCommand());
    }
}
