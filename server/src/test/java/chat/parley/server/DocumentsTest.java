package chat.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents name is there. */
class DocumentsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern CODE = Pattern.compile("`([A-Z][A-Za-z]+)(\\.[A-Za-z]+)?`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    @Test
    void glossaryAndMapNameClassesThatExist() throws IOException {
        Set<String> classes = classes();
        for (String document : new String[] {"GLOSSARY.md", "ARCHITECTURE.md"}) {
            assertThat(classes).as(document).containsAll(matches(ROOT.resolve(document), CODE));
        }
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        for (Path document : documents()) {
            for (String link : matches(document, LINK)) {
                assertThat(document.resolveSibling(link)).as("in " + document).exists();
            }
        }
    }

    private static Set<String> matches(Path document, Pattern pattern) throws IOException {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(Files.readString(document));
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        assertThat(found).as(document.toString()).isNotEmpty();
        return found;
    }

    private static Set<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> more = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, more)
                    .filter(file -> file.toString().endsWith(".md"))
                    .filter(DocumentsTest::hasLinks)
                    .collect(Collectors.toSet());
        }
    }

    private static boolean hasLinks(Path document) {
        try {
            return LINK.matcher(Files.readString(document)).find();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> classes() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}
