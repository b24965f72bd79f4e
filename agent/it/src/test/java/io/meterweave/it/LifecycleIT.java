package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.Endings;
import io.meterweave.it.fork.Await;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Jdks;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Libraries;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an epoch says of the JVM that it is the life of, and of the libraries that it meters. */
class LifecycleIT {
    private static final String SESSION = "package ai.onnxruntime; public class OrtSession {"
            + " public static void main(String[] args) throws Exception {"
            + " System.out.println(\"of another shape\"); System.in.read(); } }";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    private long pid;
    private List<String> stderr = List.of();

    static Stream<Arguments> jdksAndVersions() {
        return Jdks.all().stream()
                .flatMap(jdk ->
                        Stream.of("1.15.0", Libraries.NEWEST_ONNX_RUNTIME).map(v -> Arguments.of(jdk, v)));
    }

    @EachJdk
    void theFirstEventSaysWhereTheRecordsComeFrom(Jdk jdk) {
        Launch launch = Launch.on(jdk)
                .agent("dir=" + dir())
                .flags("-Xmx96m", "-XX:ActiveProcessorCount=3")
                .env("HOSTNAME", "trainer-7")
                .env("POD_NAME", "embed\u001b[31m-5f\n7c")
                .env("POD_NAMESPACE", "x".repeat(5_000))
                .env("AWS_REGION", "eu-central-1")
                .env("AWS_DEFAULT_REGION", "us-east-1")
                .main(Endings.class, "wait", 2);
        Event started = lifecycle(jdk, launch, "started").get(0);
        assertThat(started.text("event")).isEqualTo("started");
        assertThat(started.sequence()).isEqualTo(1);
        assertThat(started.number("pid")).isEqualTo(pid);
        assertThat(started.text("host")).isEqualTo("trainer-7");
        assertThat(started.text("os_name")).isEqualTo(System.getProperty("os.name"));
        assertThat(started.text("os_arch")).isEqualTo(System.getProperty("os.arch"));
        assertThat(started.text("java_version")).isNotEmpty();
        assertThat(started.text("jvm_name")).isNotEmpty();
        assertThat(started.text("jvm_vendor")).isNotEmpty();
        assertThat(started.text("jvm_version")).isNotEmpty();
        assertThat(started.number("available_processors")).isEqualTo(3);
        assertThat(started.number("max_heap_bytes")).isBetween(90L << 20, 96L << 20);
        assertThat(started.text("pod")).isEqualTo("embed[31m-5f7c");
        assertThat(started.has("namespace")).isFalse();
        assertThat(started.text("region")).isEqualTo("eu-central-1");
        assertThat(started.has("zone")).isFalse();
    }

    @ParameterizedTest(name = "{0}, ONNX Runtime {1}")
    @MethodSource("jdksAndVersions")
    void whatIsMeteredIsToldOnceWithItsVersion(Jdk jdk, String version) {
        Launch launch = Launch.on(jdk)
                .agent("dir=" + dir())
                .classpath(Libraries.classpath(version))
                .main(Endings.class, "wait", 20);
        List<Event> woven = pluginEvents(lifecycle(jdk, launch, "plugin_woven"));
        assertThat(woven).hasSize(1);
        assertThat(woven.get(0).text("event")).isEqualTo("plugin_woven");
        assertThat(woven.get(0).text("library_version")).isEqualTo(version);
    }

    @EachJdk
    void whatIsNotMeteredIsToldWithItsVersionAndWhy(Jdk jdk) throws IOException {
        Launch launch = Launch.on(jdk)
                .agent("dir=" + dir())
                .classpath(otherShape(jdk).toString())
                .args("ai.onnxruntime.OrtSession");
        List<Event> refused = pluginEvents(lifecycle(jdk, launch, "plugin_refused"));
        assertThat(refused).hasSize(1);
        assertThat(refused.get(0).text("event")).isEqualTo("plugin_refused");
        assertThat(refused.get(0).text("library_version")).isEqualTo("99.0");
        assertThat(refused.get(0).text("reason")).startsWith("ai.onnxruntime.OrtSession has none of ");
        assertThat(stderr).anyMatch(line -> line.startsWith("meterweave: loaded but not woven: "));
    }

    /** Starts it, and ends it once it has journaled such an event; answers all lifecycle events. */
    private List<Event> lifecycle(Jdk jdk, Launch launch, String awaited) {
        try (ForkedJvm jvm = launch.start()) {
            jvm.awaitLine("");
            Await.until(
                    awaited,
                    PATIENCE,
                    () -> events(jdk).stream().anyMatch(e -> e.text("event").equals(awaited)));
            jvm.tell("end");
            Exit exit = jvm.await(PATIENCE);
            assertThat(exit.code()).as(exit.stderr()).isZero();
            pid = jvm.pid();
            stderr = exit.stderrLines();
        }
        return events(jdk);
    }

    private List<Event> events(Jdk jdk) {
        return Dump.read(jdk, dir()).of(Event.LIFECYCLE);
    }

    private static List<Event> pluginEvents(List<Event> events) {
        return events.stream()
                .filter(event -> event.text("plugin").equals("onnxruntime"))
                .toList();
    }

    private Path dir() {
        return temp.resolve("meterweave");
    }

    private Path otherShape(Jdk jdk) throws IOException {
        Path source =
                Files.createDirectories(temp.resolve("src/ai/onnxruntime")).resolve("OrtSession.java");
        Files.writeString(source, SESSION);
        Path classes = temp.resolve("classes");
        Exit compiled = Launch.tool(jdk, "javac", "-d", classes.toString(), source.toString())
                .run();
        assertThat(compiled.code()).as(compiled.stderr()).isZero();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "99.0");
        Path jar = temp.resolve("onnxruntime.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            entries.putNextEntry(new JarEntry("ai/onnxruntime/OrtSession.class"));
            Files.copy(classes.resolve("ai/onnxruntime/OrtSession.class"), entries);
            entries.closeEntry();
        }
        return jar;
    }
}
