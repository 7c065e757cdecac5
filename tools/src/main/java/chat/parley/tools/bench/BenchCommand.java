package chat.parley.tools.bench;

import picocli.CommandLine.Command;

/** The benchmarks, by name. */
@Command(
        name = "bench",
        description = "Measure a server of its own on this machine, beside a baseline in the same run.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            IdleBench.class,
            RelayBench.class,
            FanoutBench.class,
            StartBench.class,
            BareCommand.class, EchoCommand.class,
            SyncedCommand.class
        },
        footerHeading = "%n",
        footer = {
            "Client and server share this machine, so run nothing beside.",
            "Results are appended to docs/benchmarks/history.jsonl; docs/benchmarks/README.md tells what each figure means."
        })
public final class BenchCommand {}
