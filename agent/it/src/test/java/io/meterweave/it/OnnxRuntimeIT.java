package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.FailingRun;
import io.meterweave.it.app.Masks;
import io.meterweave.it.app.ModelSources;
import io.meterweave.it.app.RunOverloads;
import io.meterweave.it.app.TinyOnnx;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Jdks;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Libraries;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is recorded of ONNX Runtime calls, in its oldest supported version, its newest, and where its API changed. */
class OnnxRuntimeIT {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    static Stream<Arguments> jdksAndVersions() {
        List<String> versions = List.of("1.15.0", "1.16.3", "1.17.1", Libraries.NEWEST_ONNX_RUNTIME);
        return Jdks.all().stream().flatMap(jdk -> versions.stream().map(v -> Arguments.of(jdk, v)));
    }

    @ParameterizedTest(name = "{0}, ONNX Runtime {1}")
    @MethodSource("jdksAndVersions")
    void oneRecordPerRunWhateverTheOverload(Jdk jdk, String version) {
        Exit exit = run(jdk, version, RunOverloads.class);
        int overloads = version.startsWith("1.15.") || version.startsWith("1.16.") ? 4 : 7;
        Dump dump = Dump.read(jdk, dir()).withoutLosses();
        long tokens =
                dump.usages().stream().mapToLong(e -> e.number("input_tokens")).sum();
        assertThat(exit.stdout()).isEqualTo("calls=" + dump.usages().size() + " tokens=" + tokens + "\n");
        assertThat(dump.usages()).hasSize(overloads).allSatisfy(event -> {
            assertThat(event.text("provider")).isEqualTo("onnxruntime");
            assertThat(event.text("outcome")).isEqualTo("ok");
            assertThat(event.text("device")).isEqualTo("cpu");
            assertThat(event.number("items")).isEqualTo(1);
            assertThat(event.text("request_model")).isEqualTo(hash(TinyOnnx.mask64()));
            assertThat(event.json().has("subject")).isFalse();
        });
    }

    @ParameterizedTest(name = "{0}, ONNX Runtime {1}")
    @MethodSource("jdksAndVersions")
    void tokensAreThoseThatTheMaskLetsThrough(Jdk jdk, String version) {
        run(jdk, version, Masks.class);
        Dump dump = Dump.read(jdk, dir()).withoutLosses();
        assertTokens(dump.forSubject("mask64"), 7, "counted", 2);
        assertTokens(dump.forSubject("mask32"), 3, "counted", 2);
        assertTokens(dump.forSubject("no-mask"), 8, "estimated", 2);
        // Only the mask's last column belongs to this call's ids; the others are the cached past.
        assertTokens(dump.forSubject("decode"), 1, "counted", 2);
        assertTokens(dump.forSubject("prefill"), 3, "counted", 1);
        Event floats = dump.forSubject("floats");
        assertThat(floats.has("input_tokens")).as(floats.line()).isFalse();
        assertThat(floats.has("tokens_source")).as(floats.line()).isFalse();
        assertThat(dump.usages()).hasSize(6).allMatch(e -> !e.has("output_tokens"));
    }

    @ParameterizedTest(name = "{0}, ONNX Runtime {1}")
    @MethodSource("jdksAndVersions")
    void modelIsNamedByItsPathOrByTheHashOfItsBytes(Jdk jdk, String version) {
        Path file = temp.resolve("model.onnx");
        Exit exit = run(jdk, version, ModelSources.class, file);
        Dump dump = Dump.read(jdk, dir()).withoutLosses();
        assertThat(dump.usages().stream().map(Event::subject)).containsExactlyInAnyOrderElementsOf(exit.stdoutLines());
        assertThat(exit.stdoutLines()).hasSize(version.equals(Libraries.NEWEST_ONNX_RUNTIME) ? 7 : 5);
        for (Event event : dump.usages()) {
            String model = event.subject().startsWith("path") ? file.toString() : hash(TinyOnnx.mask64());
            assertThat(event.text("request_model")).as(event.line()).isEqualTo(model);
            assertThat(event.text("device")).as(event.line()).isEqualTo("cpu");
        }
    }

    @ParameterizedTest(name = "{0}, ONNX Runtime {1}")
    @MethodSource("jdksAndVersions")
    void runThatThrowsIsRecordedAsAnError(Jdk jdk, String version) {
        Exit exit = run(jdk, version, FailingRun.class);
        assertThat(exit.stdoutLines())
                .containsExactly("threw ai.onnxruntime.OrtException", "threw ai.onnxruntime.OrtException", "returned");
        List<Event> usages = Dump.read(jdk, dir()).withoutLosses().usages();
        assertThat(usages.stream().map(e -> e.text("outcome") + " " + e.text("error_type")))
                .containsExactlyInAnyOrder(
                        "error ai.onnxruntime.OrtException", "error ai.onnxruntime.OrtException", "ok ");
    }

    private Exit run(Jdk jdk, String version, Class<?> program, Object... args) {
        Exit exit = Launch.on(jdk)
                .agent("dir=" + dir(), "service=it")
                .classpath(Libraries.classpath(version))
                .main(program, args)
                .run();
        assertThat(exit.code()).as(exit.stderr()).isZero();
        assertThat(exit.stderr()).doesNotContain("meterweave:");
        return exit;
    }

    private Path dir() {
        return temp.resolve("meterweave");
    }

    private static void assertTokens(Event event, long tokens, String source, long items) {
        assertThat(event.number("input_tokens")).as(event.line()).isEqualTo(tokens);
        assertThat(event.text("tokens_source")).as(event.line()).isEqualTo(source);
        assertThat(event.number("items")).as(event.line()).isEqualTo(items);
    }

    private static String hash(byte[] model) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(model);
            return "sha256:" + HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
