package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meterweave.it.app.Waiting;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Libraries;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} foretells of applications of several stacks, from their files and while they run. */
class DoctorIT {
    private static final String RUN = "ai.onnxruntime.OrtSession.run";
    private static final String PREDICT = "ai.djl.inference.Predictor.batchPredict,streamingPredict";
    private static final String METERS = "input_tokens,items,device_time_ns,wall_time_ns";
    private static final String CHATS =
            "input_tokens,output_tokens,cache_read_input_tokens,cache_creation_input_tokens,"
                    + "reasoning_output_tokens,items,device_time_ns,wall_time_ns";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    /** Each is woven: the tests of these versions in {@link OnnxRuntimeIT} say so too. */
    @EachJdk
    void oldAndNewOnnxRuntime(Jdk jdk) throws IOException {
        for (String version : List.of("1.15.0", "1.16.3", "1.17.1", Libraries.NEWEST_ONNX_RUNTIME)) {
            Path jar = Libraries.onnxRuntime(version);
            List<String> expected = List.of(woven("onnxruntime", version, jar));
            assertThat(audit(jdk, 0, jar.toString())).isEqualTo(expected);
            assertThat(running(jdk, 0, jar.toString())).isEqualTo(expected);
        }
        Path directory = Files.createDirectory(temp.resolve("lib"));
        Files.copy(Libraries.onnxRuntime("1.15.0"), directory.resolve("engine.jar"));
        // A file whose name does not tell the version: its manifest does.
        assertThat(audit(jdk, 0, directory.toString()))
                .containsExactly(woven("onnxruntime", "1.15.0", directory.resolve("engine.jar")));
    }

    @EachJdk
    void embeddingsOfLangChain4jOnOnnxRuntime(Jdk jdk) {
        List<String> jars = Libraries.langChain4j().stream().map(Path::toString).toList();
        List<String> expected = new ArrayList<>();
        for (String jar : jars) {
            if (jar.contains("/api-")) {
                expected.add(woven("djl", "0.36.0", PREDICT, Path.of(jar)));
            } else if (jar.contains("/langchain4j-core-")) {
                String model = "dev.langchain4j.model.";
                expected.add(woven("langchain4j", "1.20.0", model + "chat.ChatModel.chat,doChat", CHATS, jar));
                expected.add(woven(
                        "langchain4j", "1.20.0", model + "embedding.EmbeddingModel.doEmbed,embedAll", CHATS, jar));
                expected.add(missing("LangChain4j streaming", "1.20.0", model + "chat.StreamingChatModel", jar));
            }
        }
        expected.add(woven("onnxruntime", "1.17.1", Libraries.onnxRuntime("1.17.1")));
        List<String> all = new ArrayList<>(jars);
        all.add(Libraries.onnxRuntime("1.17.1").toString());
        assertThat(expected).hasSize(5);
        assertThat(audit(jdk, 1, all.toArray(new String[0]))).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(running(jdk, 1, String.join(File.pathSeparator, all))).containsExactlyInAnyOrderElementsOf(expected);
    }

    @EachJdk
    void fatJar(Jdk jdk) throws IOException {
        Path fat = temp.resolve("application.jar");
        FatJar.write(fat, "BOOT-INF/lib/", List.of(Libraries.onnxRuntime("1.16.3")));
        List<String> expected =
                List.of(woven("onnxruntime", "1.16.3", Path.of(fat + "!/BOOT-INF/lib/onnxruntime-1.16.3.jar")));
        assertThat(audit(jdk, 0, fat.toString())).isEqualTo(expected);
        assertThat(running(jdk, 0, fat.toString())).isEqualTo(expected);
        Path war = temp.resolve("application.war");
        FatJar.write(war, "WEB-INF/lib/", List.of(fat));
        assertThat(audit(jdk, 0, war.toString()))
                .containsExactly(woven(
                        "onnxruntime",
                        "1.16.3",
                        Path.of(war + "!/WEB-INF/lib/application.jar!/BOOT-INF/lib/onnxruntime-1.16.3.jar")));
    }

    /** As a server of plug-ins or web applications has it: on no class path. */
    @EachJdk
    void jarOfAnotherClassLoader(Jdk jdk) throws IOException {
        Path jar = Libraries.onnxRuntime("1.15.0");
        assertThat(running(jdk, 0, "", jar.toString())).containsExactly(woven("onnxruntime", "1.15.0", jar));
    }

    /** As in a container: the path that the JVM names is of its own file system. */
    @EachJdk
    void jvmWithFilesOfItsOwn(Jdk jdk) throws IOException {
        Path mount = Files.createDirectory(temp.resolve("mount"));
        Path jar = mount.resolve("onnxruntime-1.15.0.jar");
        String script = "mount -t tmpfs none " + mount + " && cp " + Libraries.onnxRuntime("1.15.0") + " " + jar
                + " && exec \"$@\"";
        try (ForkedJvm jvm = Launch.on(jdk)
                .under("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh")
                .classpath(Libraries.programs() + File.pathSeparator + jar)
                .main(Waiting.class)
                .start()) {
            jvm.awaitLine("waiting");
            assertThat(jar).doesNotExist();
            assertThat(audit(jdk, 0, Long.toString(jvm.pid())))
                    .containsExactly(woven("onnxruntime", "1.15.0", Path.of("/proc/" + jvm.pid() + "/root" + jar)));
            assertThat(end(jvm).code()).isZero();
        }
    }

    @EachJdk
    void tableForPeople(Jdk jdk) {
        Exit exit = Launch.cli(jdk, "doctor", Libraries.onnxRuntime("1.15.0").toString())
                .run();
        assertThat(exit.stdoutLines().get(0)).startsWith("library      version  entry point");
        assertThat(exit.stdoutLines().get(1))
                .startsWith("onnxruntime  1.15.0   ai.onnxruntime.OrtSession.run  yes    input_tokens, items");
        assertThat(exit.stdout()).endsWith("\n1 of 1 would be metered\n");
        Exit nothing = Launch.cli(jdk, "doctor", temp.toString()).run();
        assertThat(nothing.code()).isZero();
        assertThat(nothing.stdout()).isEqualTo("no library that infers was found\n");
    }

    /** The JVM is asked, and not changed: it says what it says without. */
    private List<String> running(Jdk jdk, int code, String libraries, String... args) {
        String classpath = Libraries.programs() + (libraries.isEmpty() ? "" : File.pathSeparator + libraries);
        Exit without;
        try (ForkedJvm jvm = waiting(jdk, classpath, args)) {
            without = end(jvm);
        }
        try (ForkedJvm jvm = waiting(jdk, classpath, args)) {
            List<String> found = audit(jdk, code, Long.toString(jvm.pid()));
            Exit with = end(jvm);
            assertThat(with.code()).isEqualTo(without.code());
            assertThat(with.stdout()).isEqualTo(without.stdout());
            assertThat(with.stderr()).isEqualTo(without.stderr());
            return found;
        }
    }

    private static ForkedJvm waiting(Jdk jdk, String classpath, String... args) {
        ForkedJvm jvm = Launch.on(jdk)
                .classpath(classpath)
                .main(Waiting.class)
                .args(args)
                .start();
        jvm.awaitLine("waiting");
        return jvm;
    }

    private static Exit end(ForkedJvm jvm) {
        jvm.tell("end");
        return jvm.await(Duration.ofSeconds(60));
    }

    private static List<String> audit(Jdk jdk, int code, String... what) {
        Exit exit = Launch.cli(jdk, "doctor", "--format", "json").args(what).run();
        assertThat(exit.stderr()).isEmpty();
        assertThat(exit.code()).as(exit.stdout()).isEqualTo(code);
        try {
            JsonNode json = new ObjectMapper().readTree(exit.stdout());
            assertThat(json.get("unreadable")).isEmpty();
            List<String> found = new ArrayList<>();
            json.get("findings").forEach(finding -> found.add(finding.toString()));
            return found;
        } catch (JsonProcessingException e) {
            throw new AssertionError(exit.stdout(), e);
        }
    }

    private static String woven(String library, String version, Path where) {
        return woven(library, version, RUN, where);
    }

    private static String woven(String library, String version, String entryPoint, Path where) {
        return woven(library, version, entryPoint, METERS, where.toString());
    }

    private static String woven(String library, String version, String entryPoint, String meters, String where) {
        return "{\"library\":\"" + library + "\",\"version\":\"" + version + "\",\"entry_point\":\"" + entryPoint
                + "\",\"woven\":true,\"meters\":\"" + meters + "\",\"where\":\"" + where + "\"}";
    }

    private static String missing(String library, String version, String entryPoint, String where) {
        return "{\"library\":\"" + library + "\",\"version\":\"" + version + "\",\"entry_point\":\"" + entryPoint
                + "\",\"woven\":false,\"why\":\"found, NOT metered: there is no plugin for it; what it calls that has"
                + " one is metered there\",\"where\":\"" + where + "\"}";
    }
}
