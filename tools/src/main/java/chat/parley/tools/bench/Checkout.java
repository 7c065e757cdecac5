package chat.parley.tools.bench;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The source tree that the running program was built in. */
record Checkout(Path root) {

    /** @return null when the program was installed without its sources */
    static @Nullable Checkout find() {
        try {
            Path from = Path.of(Checkout.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
            for (Path path = from; path != null; path = path.getParent()) {
                if (Files.isExecutable(path.resolve("parley")) && Files.isRegularFile(path.resolve("pom.xml"))) {
                    return new Checkout(path);
                }
            }
            return null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    Path script() {
        return root.resolve("parley");
    }

    Path history() {
        return root.resolve("docs/benchmarks/history.jsonl");
    }

    /** The commit, or "unknown" where there is no git. */
    String commit() {
        String hash = git("rev-parse", "--short=12", "HEAD");
        return hash == null || hash.isBlank() ? "unknown" : hash.strip();
    }

    /** Whether files differ from the commit; the history itself does not count, as every run appends to it. */
    boolean dirty() {
        String status = git("status", "--porcelain", "--", ".", ":!docs/benchmarks");
        return status == null || !status.isBlank();
    }

    private @Nullable String git(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            Process process = new ProcessBuilder(command)
                    .directory(root.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? said : null;
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            throw Waiting.interrupted(e);
        }
    }
}
