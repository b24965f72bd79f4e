package io.meterweave.it.fork;

import io.meterweave.api.MeterContext;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the agent, the libraries and the programs lie; the build says so in system properties. */
public final class Libraries {
    public static final String NEWEST_ONNX_RUNTIME = required("it.onnxruntime");

    public static final String NEWEST_DJL = required("it.djl");

    private Libraries() {}

    public static Path agent() {
        return existing(Path.of(required("it.agent")));
    }

    public static Path openTelemetryAgent() {
        return existing(libs().resolve("opentelemetry-javaagent.jar"));
    }

    /** The example with everything in it, started by {@code -jar}. */
    public static Path springBootServer() {
        return existing(Path.of(required("it.spring-boot-server")));
    }

    /** The example that embeds texts, with everything in it. */
    public static Path embeddingServer() {
        return existing(Path.of(required("it.embedding-server")));
    }

    /** The jar of the example that is an exporter. */
    public static Path jdbcExporter() {
        return existing(Path.of(required("it.exporter-jdbc"), "target", "exporter-jdbc.jar"));
    }

    /** The table that it writes to. */
    public static Path jdbcSchema() {
        return existing(Path.of(required("it.exporter-jdbc"), "schema.sql"));
    }

    /** A file of {@code examples/edge}: its settings, or what its build has made. */
    public static Path edge(String file) {
        return existing(Path.of(required("it.edge")).resolve(file));
    }

    /** The programs of {@code io.meterweave.it.app} and what they need: the API and one ONNX Runtime. */
    public static String classpath(String onnxRuntime) {
        Path engine = existing(libs().resolve("onnxruntime-" + onnxRuntime + ".jar"));
        return join(locationOf(Libraries.class), locationOf(MeterContext.class), engine);
    }

    public static String classpath() {
        return classpath(NEWEST_ONNX_RUNTIME);
    }

    /** The same with Chronicle Queue, Jackson and Byte Buddy in other versions than the agent's. */
    public static String classpathWithHostLibraries() {
        return classpath() + File.pathSeparator + existing(libs().resolve("host")) + File.separator + "*";
    }

    /** The same with a Kafka client in another version than the exporter's. */
    public static String classpathWithKafka() {
        return classpath() + File.pathSeparator + existing(libs().resolve("kafka")) + File.separator + "*";
    }

    /** The exporter's jar. */
    public static Path kafkaExporter() {
        return existing(Path.of(required("it.kafka"), "meterweave-kafka.jar"));
    }

    /** The exporter's tests, a broker among them. */
    public static String kafkaBroker() {
        Path target = Path.of(required("it.kafka"));
        try {
            return join(existing(target.resolve("test-classes")), existing(target.resolve("classes")))
                    + File.pathSeparator
                    + Files.readString(existing(target.resolve("classpath.txt")))
                            .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The programs, the Deep Java Library in a version, and an ONNX Runtime for it to run on. */
    public static String djlOnOnnxRuntime(String version, String onnxRuntime) {
        return classpath(onnxRuntime)
                + File.pathSeparator
                + join(
                        existing(libs().resolve("djl/api-" + version + ".jar")),
                        existing(libs().resolve("djl/onnxruntime-engine-" + version + ".jar")),
                        onlyOne("djl", "gson-"),
                        onlyOne("djl", "slf4j-api-"));
    }

    /** The programs and the Deep Java Library on PyTorch, natives included. */
    public static String djlOnPyTorch() {
        return join(
                        locationOf(Libraries.class),
                        locationOf(MeterContext.class),
                        onlyOne("djl", "gson-"),
                        onlyOne("djl", "slf4j-api-"))
                + File.pathSeparator + existing(libs().resolve("djl-pytorch")) + File.separator + "*";
    }

    /** The Deep Java Library on ONNX Runtime, with PyTorch beside it for the operators that ONNX Runtime's engine has not. */
    public static String djlOnOnnxRuntimeWithOperators() {
        return djlOnPyTorch()
                + File.pathSeparator
                + join(onnxRuntime(NEWEST_ONNX_RUNTIME), onlyOne("djl-operators", "onnxruntime-engine-"));
    }

    /** The programs with OpenTelemetry's API and SDK, {@code oldest} or {@code newest}. */
    public static String classpathWithOpenTelemetry(String version) {
        return classpath() + File.pathSeparator + existing(libs().resolve("opentelemetry-" + version)) + File.separator
                + "*";
    }

    /** Where engines unpack their natives, once for all JVMs that this one starts: two that unpack at once can meet. */
    public static Path unpacked() {
        return Path.of(required("it.unpacked")).toAbsolutePath();
    }

    /** The programs and the jars that an application of a stack has: a folder of {@code stacks}. */
    public static String stack(String name) {
        Path list = existing(Path.of(required("it.stacks"), name, "target", "classpath.txt"));
        try {
            return join(locationOf(Libraries.class), locationOf(MeterContext.class))
                    + File.pathSeparator
                    + Files.readString(list).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The programs of {@code io.meterweave.it.app} alone. */
    public static String programs() {
        return locationOf(Libraries.class).toString();
    }

    public static Path onnxRuntime(String version) {
        return existing(libs().resolve("onnxruntime-" + version + ".jar"));
    }

    /** What LangChain4j's embeddings need, ONNX Runtime excepted. */
    public static List<Path> langChain4j() {
        return jars("langchain4j");
    }

    /** The programs, an ONNX Runtime, and Reactor: the oldest or the newest that is supported. */
    public static String reactor(boolean newest) {
        List<Path> versions = jars("reactor").stream()
                .filter(jar -> jar.getFileName().toString().startsWith("reactor-core-"))
                .toList();
        return classpath()
                + File.pathSeparator
                + join(versions.get(newest ? versions.size() - 1 : 0), onlyOne("reactor", "reactive-streams-"));
    }

    private static Path onlyOne(String directory, String beginning) {
        return jars(directory).stream()
                .filter(jar -> jar.getFileName().toString().startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    private static List<Path> jars(String directory) {
        try (Stream<Path> jars = Files.list(existing(libs().resolve(directory)))) {
            return jars.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path libs() {
        return Path.of(required("it.libs"));
    }

    private static Path locationOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String join(Path... paths) {
        return Stream.of(paths).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Path existing(Path path) {
        if (!Files.exists(path)) {
            throw new IllegalStateException(path + " does not exist: build the modules before this one first");
        }
        return path.toAbsolutePath();
    }

    static String required(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("-D" + property + " is missing; the module's pom sets it");
        }
        return value;
    }
}
