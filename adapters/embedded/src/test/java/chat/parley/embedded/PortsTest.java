package chat.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.accounts.port.UserRecords;
import chat.parley.contracts.LogContract;
import chat.parley.fabric.Router;
import chat.parley.fabric.port.Registry;
import chat.parley.pipeline.Gateway;
import chat.parley.pipeline.port.Log;
import chat.parley.push.port.PushLog;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every port that this shape has an adapter for has a contract suite, and every adapter runs it: for a class {@code X}
 * that implements the port {@code P}, there is a suite {@code PContract} and a test here that extends it.
 */
class PortsTest {

    /** What serves a port in this shape without being of this module: in one process, a method call. */
    private static final List<Class<?>> CALLED_DIRECTLY = List.of(Gateway.class, Router.class);

    @Test
    void everyPortOfThisShapeHasAContractThatIsRun() throws Exception {
        List<Class<?>> ports = new ArrayList<>(classesBeside(Log.class));
        ports.addAll(classesBeside(Registry.class));
        ports.addAll(classesBeside(UserRecords.class));
        ports.addAll(classesBeside(PushLog.class));
        ports.removeIf(one -> !one.isInterface() || one.isMemberClass());
        List<Class<?>> adapters = new ArrayList<>(classesBeside(EmbeddedStore.class));
        adapters.addAll(CALLED_DIRECTLY);
        List<Class<?>> tests = classesBeside(PortsTest.class);

        List<String> missing = new ArrayList<>();
        int served = 0;
        for (Class<?> port : ports) {
            if (adapters.stream().noneMatch(adapter -> !adapter.isInterface() && port.isAssignableFrom(adapter))) {
                continue;
            }
            served++;
            String contract = LogContract.class.getPackageName() + "." + port.getSimpleName() + "Contract";
            if (tests.stream().noneMatch(test -> isRunBy(test, contract))) {
                missing.add(port.getName() + " by a test that extends " + contract);
            }
        }
        assertThat(missing).isEmpty();
        assertThat(served).as("ports that are served here").isGreaterThanOrEqualTo(18);
    }

    private static boolean isRunBy(Class<?> test, String contract) {
        if (Modifier.isAbstract(test.getModifiers())) {
            return false;
        }
        for (Class<?> one = test.getSuperclass(); one != null; one = one.getSuperclass()) {
            if (one.getName().equals(contract)) {
                return true;
            }
        }
        return false;
    }

    /** The classes of a package, as they lie beside one of them in a directory or a jar. */
    private static List<Class<?>> classesBeside(Class<?> one) throws Exception {
        Path origin =
                Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(origin)) {
            return classesIn(origin, one.getPackageName());
        }
        try (FileSystem jar = FileSystems.newFileSystem(jarUri(origin), Map.of())) {
            return classesIn(jar.getPath("/"), one.getPackageName());
        }
    }

    private static URI jarUri(Path jar) throws URISyntaxException {
        return new URI("jar:" + jar.toUri());
    }

    private static List<Class<?>> classesIn(Path root, String packageName) throws IOException, ClassNotFoundException {
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.list(root.resolve(packageName.replace('.', '/')))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class") && !name.equals("package-info.class")) {
                    classes.add(Class.forName(packageName + "." + name.substring(0, name.length() - 6)));
                }
            }
        }
        return classes;
    }
}
