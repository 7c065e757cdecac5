package chat.parley.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The pipeline and the simulation once more, with a bug planted: the changed sources are compiled in memory, the other
 * classes are loaded anew from the same files, so that all refer to the changed ones.
 */
final class PatchedClasses extends ClassLoader {

    private final Map<String, byte[]> compiled;

    private PatchedClasses(Map<String, byte[]> compiled) {
        super(PatchedClasses.class.getClassLoader());
        this.compiled = compiled;
    }

    static PatchedClasses with(PlantedBug bug) throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        for (PlantedBug.Patch patch : bug.patches()) {
            String source = sources.containsKey(patch.className())
                    ? sources.get(patch.className())
                    : Files.readString(root().resolve(patch.path()));
            assertThat(source.split(java.util.regex.Pattern.quote(patch.find()), -1))
                    .as("%s: the text to be replaced stands in %s exactly once:%n%s", bug, patch.path(), patch.find())
                    .hasSize(2);
            sources.put(patch.className(), source.replace(patch.find(), patch.replace()));
        }
        return new PatchedClasses(compile(sources));
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("delivery-pipeline")) ? here : here.resolveSibling("");
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        boolean reloaded = name.startsWith(PlantedBug.Source.PIPELINE.packagePrefix)
                || name.startsWith(PlantedBug.Source.PUSH.packagePrefix)
                || name.startsWith(PlantedBug.Source.SIMULATION.packagePrefix);
        if (!reloaded) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes = compiled.containsKey(name) ? compiled.get(name) : read(name);
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] read(String name) throws ClassNotFoundException {
        try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static Map<String, byte[]> compile(Map<String, String> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> outputs = new HashMap<>();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                JavaFileManager memory = new Memory(files, outputs)) {
            List<Text> units = sources.entrySet().stream()
                    .map(source -> new Text(source.getKey(), source.getValue()))
                    .toList();
            List<String> options = List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"));
            boolean done = compiler.getTask(messages, memory, null, options, null, units)
                    .call();
            assertThat(done).as(messages::toString).isTrue();
        }
        Map<String, byte[]> classes = new HashMap<>();
        outputs.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
        return classes;
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String className, String text) {
            super(URI.create("string:///" + className.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Map<String, ByteArrayOutputStream> outputs;

        Memory(StandardJavaFileManager files, Map<String, ByteArrayOutputStream> outputs) {
            super(files);
            this.outputs = outputs;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + className.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    outputs.put(className, bytes);
                    return bytes;
                }
            };
        }
    }
}
