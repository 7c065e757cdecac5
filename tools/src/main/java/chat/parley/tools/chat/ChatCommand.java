package chat.parley.tools.chat;

import chat.parley.client.Conversation;
import chat.parley.client.ErrorCode;
import chat.parley.client.Page;
import chat.parley.client.ParleyApi;
import chat.parley.client.ParleyClient;
import chat.parley.client.ParleyException;
import chat.parley.client.TokenProvider;
import chat.parley.conformance.client.TrustOption;
import chat.parley.domain.UserId;
import chat.parley.tools.client.Tokens;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Talks, from a terminal. */
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        description = {
            "Talk from the terminal. What you write is kept until the server has it (✓), over lost connections and"
                    + " restarts of the server; what you missed is shown when you are back.",
            "Without a terminal, lines are read from the standard input and plain lines are printed.",
            ""
        },
        footer = {
            "",
            "Lines that begin with a slash are commands; /help lists them.",
            "",
            "Two terminals, one talk:",
            "  parley chat ann --with bob",
            "  parley chat bob --with ann"
        })
public final class ChatCommand implements Callable<Integer> {

    private static final int OUTBOX_MAX = 1_000;
    private static final long OUTBOX_BYTES_MAX = 16L << 20;
    private static final int PAGE = 100;
    private static final int CONVERSATIONS_MAX = 500;
    private static final Duration FAREWELL_MAX = Duration.ofSeconds(10);

    /** Opens what the user sees. */
    interface ScreenFactory {
        Screen open(Install install, PrintWriter out);
    }

    private final Tokens.Source tokens;
    private final ScreenFactory screens;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(paramLabel = "USER", description = "Who you are.")
    String user = "";

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://localhost:8080",
            description = "The server (default: ${DEFAULT-VALUE}).")
    String url = "";

    @Mixin
    TrustOption trust = new TrustOption();

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "Your access token. Without one it is signed with the server's secret (see --data).")
    @Nullable
    String token;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The server's data directory, whose secret signs a token (default: the server's default).")
    @Nullable
    Path data;

    @Option(names = "--with", paramLabel = "USER", description = "Open the direct conversation with somebody at once.")
    @Nullable
    String with;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "${sys:user.home}/.parley/chat",
            description = "Where the device's name and the typed lines are kept (default: ${DEFAULT-VALUE}).")
    Path home = Path.of("");

    /** @param tokens signs for the user when he brings no token */
    public ChatCommand(Tokens.Source tokens) {
        this(tokens, ChatCommand::terminalOrLines);
    }

    ChatCommand(Tokens.Source tokens, ScreenFactory screens) {
        this.tokens = tokens;
        this.screens = screens;
    }

    @Override
    public Integer call() {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        if (!UserId.isValid(user)) {
            throw new ParameterException(line, "USER is not 1 to 64 of A-Z a-z 0-9 _ . -");
        }
        if (user.equals(with)) {
            throw new ParameterException(line, "--with " + with + " is yourself: name somebody else");
        }
        UserId me = new UserId(user);
        try (Install install = Install.open(home, me);
                Screen screen = screens.open(install, line.getOut())) {
            return talk(me, install, screen);
        } catch (IllegalArgumentException | ParleyException e) {
            line.getErr().println("parley chat: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
    }

    private int talk(UserId me, Install install, Screen screen) {
        String given = token;
        Tokens signer = given == null ? tokens.of(data) : _ -> given;
        Chat chat = new Chat(user, screen, new Wording(screen.palette(), ZoneId.systemDefault()));
        try (ParleyClient client = ParleyClient.builder(URI.create(url))
                .tokens(TokenProvider.of(() -> signer.tokenFor(me)))
                .deviceId(install.device().value())
                .outbox(OUTBOX_MAX, OUTBOX_BYTES_MAX)
                .listener(chat)
                .build()) {
            greet(client.api(), chat);
            checkToken(client.api());
            chat.use(client);
            client.connect();
            Commands commands = new Commands(chat, screen, client.api());
            if (with == null) {
                chat.list();
            } else {
                commands.direct(with);
            }
            boolean staying = true;
            while (staying) {
                String typed = screen.read(chat.prompt());
                staying = typed != null && commands.run(typed);
            }
            return farewell(client, screen);
        }
    }

    /** The conversations; also shows whether there is a server, and whether it takes the token. */
    private void greet(ParleyApi api, Chat chat) {
        List<Conversation> all = new ArrayList<>();
        String cursor = null;
        try {
            do {
                Page<Conversation> page = api.conversations(cursor, PAGE);
                all.addAll(page.items());
                cursor = page.nextCursor();
            } while (cursor != null && all.size() < CONVERSATIONS_MAX);
        } catch (ParleyException e) {
            if (e.code() != ErrorCode.UNREACHABLE) {
                throw e;
            }
            throw new IllegalArgumentException(
                    "no answer from " + url + " (" + e.getMessage() + "). Does a server run there? ./parley serve", e);
        }
        all.reversed().forEach(chat::learn);
    }

    /** One with somebody else's token would talk as somebody else. */
    private void checkToken(ParleyApi api) {
        if (token == null) {
            return;
        }
        String owner = api.me().userId();
        if (!owner.equals(user)) {
            throw new IllegalArgumentException(
                    "the token is of " + owner + ", not of " + user + ": ./parley chat " + owner + " --token …");
        }
    }

    private static int farewell(ParleyClient client, Screen screen) {
        try {
            client.awaitSent(FAREWELL_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int unsent = client.unsent().size();
        if (unsent > 0) {
            screen.show(screen.palette().bad("— not sent: " + unsent));
            return CommandLine.ExitCode.SOFTWARE;
        }
        return CommandLine.ExitCode.OK;
    }

    private static Screen terminalOrLines(Install install, PrintWriter out) {
        boolean terminal = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        if (terminal && !"dumb".equals(System.getenv("TERM"))) {
            try {
                // Lines are drawn in UTF-8, not with the terminal's second alphabet, which copies as letters.
                System.setProperty("org.jline.utils.disableAlternateCharset", "true");
                Terminal opened = TerminalBuilder.builder()
                        .system(true)
                        .dumb(false)
                        .encoding(StandardCharsets.UTF_8)
                        .build();
                return new TerminalScreen(opened, install.history(), new StringsCompleter(Commands.NAMES));
            } catch (IOException | IllegalStateException e) {
                // Not one that JLine can steer: lines will do.
            }
        }
        return new PlainScreen(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), out);
    }
}
