package chat.parley.server;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** Looks whether what the server needs of others is there. */
@Command(
        name = "doctor",
        description = "Say whether what the server needs of others is there, and what to do where it is not.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "WHAT",
        subcommands = {DoctorPushCommand.class, HelpCommand.class})
final class DoctorCommand {}
