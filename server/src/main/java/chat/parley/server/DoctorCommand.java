package chat.parley.server;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** Looks whether what the server needs of others is there. */
@Command(
        name = "doctor",
        description = "Say whether what the server needs of others is there, and what to do where it is not.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "WHAT",
        footer = "%nparley doctor push --help lists the settings by which devices are woken.",
        subcommands = HelpCommand.class)
final class DoctorCommand {}
