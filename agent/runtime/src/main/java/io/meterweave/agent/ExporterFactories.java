package io.meterweave.agent;

import io.meterweave.spi.ExporterFactory;
import io.meterweave.spi.ExporterOption;
import io.meterweave.spi.ExporterSettings;
import io.meterweave.spi.UsageExporter;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Finds what makes exporters of a type: in the agent, or else in a jar, which gets a class loader of its own. The jar is the
 * first of these that has the type: those of {@code exporters.path}, each a jar or a directory of jars, and {@code
 * meterweave-<type>.jar} beside the agent. Other jars beside the agent are the application's, and are not looked into.
 */
final class ExporterFactories {
    private static final String SERVICE = "META-INF/services/" + ExporterFactory.class.getName();

    private final List<String> path;
    private final @Nullable File besideAgent;
    private final Map<String, ExporterFactory> found = new ConcurrentHashMap<>();

    ExporterFactories(List<String> path) {
        this(path, agentDirectory());
    }

    ExporterFactories(List<String> path, @Nullable File besideAgent) {
        this.path = List.copyOf(path);
        this.besideAgent = besideAgent;
    }

    private static @Nullable File agentDirectory() {
        CodeSource source = ExporterFactories.class.getProtectionDomain().getCodeSource();
        try {
            return source == null
                    ? null
                    : Path.of(source.getLocation().toURI()).toFile().getParentFile();
        } catch (URISyntaxException | RuntimeException e) {
            return null;
        }
    }

    /**
     * The factory of an exporter.
     *
     * @param name the exporter's
     * @param type what {@code exporter.<name>.type} asks for
     * @throws IllegalArgumentException where there is none, saying where it was looked for
     */
    ExporterFactory of(String name, String type) {
        ExporterFactory known = found.get(type);
        if (known != null) {
            return known;
        }
        Set<String> others = new TreeSet<>();
        ExporterFactory factory =
                find(ServiceLoader.load(ExporterFactory.class, ExporterFactories.class.getClassLoader()), type, others);
        List<String> looked = new ArrayList<>();
        if (factory == null) {
            factory = inJars(name, type, looked, others);
        }
        if (factory == null) {
            throw new IllegalArgumentException("exporter." + name + ".type=" + type + ": allowed are " + others
                    + "; other types come in jars: put meterweave-" + type + ".jar beside the agent's jar or name it in"
                    + " exporters.path; looked for in " + String.join(", ", looked));
        }
        ExporterFactory before = found.putIfAbsent(type, factory);
        return before == null ? factory : before;
    }

    private static @Nullable ExporterFactory find(
            Iterable<ExporterFactory> factories, String type, Set<String> others) {
        for (ExporterFactory factory : factories) {
            if (factory.type().equals(type)) {
                return factory;
            }
            others.add(factory.type());
        }
        return null;
    }

    private @Nullable ExporterFactory inJars(String name, String type, List<String> looked, Set<String> others) {
        for (File jar : jars(type, looked)) {
            try {
                ExporterFactory factory = in(jar, type, others);
                if (factory != null) {
                    return factory;
                }
            } catch (IOException | ServiceConfigurationError | LinkageError e) {
                throw new IllegalArgumentException(
                        "exporter." + name + ".type=" + type + ": " + jar + " cannot be used: " + e.getMessage(), e);
            }
        }
        return null;
    }

    /** The jars that may have the type, in the order in which they are asked. */
    private List<File> jars(String type, List<String> looked) {
        List<File> jars = new ArrayList<>();
        for (String entry : path) {
            File file = new File(entry).getAbsoluteFile();
            File[] inside = file.listFiles((dir, name) -> name.endsWith(".jar"));
            if (inside != null) {
                Arrays.sort(inside);
                jars.addAll(List.of(inside));
            } else if (file.isFile()) {
                jars.add(file);
            }
            looked.add(file + (file.exists() ? "" : " (does not exist)"));
        }
        if (besideAgent != null) {
            File jar = new File(besideAgent, "meterweave-" + type + ".jar");
            if (jar.isFile()) {
                jars.add(jar);
            }
            looked.add(jar + (jar.exists() ? "" : " (does not exist)"));
        }
        return jars;
    }

    private static @Nullable ExporterFactory in(File file, String type, Set<String> others) throws IOException {
        try (JarFile jar = new JarFile(file, false)) {
            if (jar.getEntry(SERVICE) == null) {
                return null;
            }
        }
        ExporterJarLoader loader =
                new ExporterJarLoader(file.getName(), file.toURI().toURL());
        ExporterFactory factory =
                ExporterInJar.in(loader, () -> find(ServiceLoader.load(ExporterFactory.class, loader), type, others));
        if (factory == null) {
            loader.close();
            return null;
        }
        return new InJar(factory, loader);
    }

    /** A factory from a jar, with what it makes. */
    private record InJar(ExporterFactory factory, ClassLoader loader) implements ExporterFactory {
        @Override
        public String type() {
            return factory.type();
        }

        @Override
        public List<ExporterOption> options() {
            return ExporterInJar.in(loader, factory::options);
        }

        @Override
        public UsageExporter create(ExporterSettings settings) {
            try {
                return new ExporterInJar(ExporterInJar.in(loader, () -> factory.create(settings)), loader);
            } catch (LinkageError e) {
                throw new IllegalArgumentException(
                        "exporter " + settings.name() + ": its jar is not whole, or was made for another version: " + e,
                        e);
            }
        }

        @Override
        public boolean needsDir(ExporterSettings settings) {
            return ExporterInJar.in(loader, () -> factory.needsDir(settings));
        }
    }
}
