package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.djl.Allocating;
import io.meterweave.it.app.djl.Predicting;
import io.meterweave.it.app.djl.Streaming;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Jdks;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Libraries;
import io.meterweave.it.stacks.StackTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is recorded of the Deep Java Library, on an engine that has a hook of its own and on one that has none. */
class DjlIT {
    private static final String ONNX_RUNTIME = "OnnxRuntime";
    private static final String PYTORCH = "PyTorch";
    /** So many ids has the row that the model refuses, because its mask has one more. */
    private static final long WIDTH = 8;

    /** Those that do not get as far as the engine. */
    private static final Set<String> WITHOUT_ENGINE = Set.of("translator-throws", "override-alone");

    private static final Set<String> UNNAMED = Set.of("unnamed", "asked");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    /** A version of the library on an engine. */
    record Stack(String name, String engine, String classpath) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> jdksAndStacks() {
        List<Stack> stacks = List.of(
                onOnnxRuntime("0.28.0", "1.17.1"),
                onOnnxRuntime(Libraries.NEWEST_DJL, Libraries.NEWEST_ONNX_RUNTIME),
                new Stack("DJL on PyTorch", PYTORCH, Libraries.djlOnPyTorch()));
        return Jdks.all().stream().flatMap(jdk -> stacks.stream().map(stack -> Arguments.of(jdk, stack)));
    }

    private static Stack onOnnxRuntime(String djl, String onnxRuntime) {
        String name = "DJL " + djl + " on ONNX Runtime " + onnxRuntime;
        return new Stack(name, ONNX_RUNTIME, Libraries.djlOnOnnxRuntime(djl, onnxRuntime));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("jdksAndStacks")
    void oneRecordPerPrediction(Jdk jdk, Stack stack) {
        Exit exit = run(jdk, stack, Predicting.class);
        Dump dump = Dump.read(jdk, dir()).withoutLosses();
        StackTable.assertHolds("DJL on " + (stack.engine().equals(PYTORCH) ? "PyTorch" : "ONNX Runtime"), dump);
        assertThat(exit.stdoutLines()).hasSize(11);
        assertThat(dump.usages()).hasSameSizeAs(exit.stdoutLines()).allMatch(e -> !e.has("output_tokens"));
        for (String line : exit.stdoutLines()) {
            Event event = dump.forSubject(line.substring(0, line.indexOf(' ')));
            boolean reached = !WITHOUT_ENGINE.contains(event.subject());
            assertThat(line).contains(" items=" + event.number("items") + " ").endsWith(event.text("outcome"));
            assertModel(event);
            assertTokens(event, line, stack.engine().equals(ONNX_RUNTIME) && reached);
            assertDevice(event, stack.engine(), reached);
            assertThat(event.text("error_type"))
                    .isEqualTo(event.text("outcome").equals("ok") ? "" : "ai.djl.translate.TranslateException");
        }
        Event nested = dump.forSubject("nested");
        assertThat(dump.usages().stream().filter(e -> e.has("parent")))
                .singleElement()
                .satisfies(asked -> {
                    assertThat(asked.subject()).isEqualTo("asked");
                    assertThat(asked.text("parent")).isNotEmpty().isEqualTo(nested.text("scope_id"));
                });
    }

    private void assertModel(Event event) {
        String model =
                UNNAMED.contains(event.subject()) ? models().resolve("unnamed").toString() : "tiny";
        assertThat(event.text("request_model")).as(event.line()).isEqualTo(model);
        assertThat(event.text("provider")).isEqualTo("djl");
        assertThat(event.text("operation")).isEqualTo("predict");
    }

    /** Only ONNX Runtime's hook counts tokens; it counts those of every run. */
    private static void assertTokens(Event event, String line, boolean counted) {
        assertThat(event.has("input_tokens")).as(event.line()).isEqualTo(counted);
        if (counted) {
            String given = line.replaceAll(".* tokens=([0-9]+) .*", "$1");
            long expected = event.subject().equals("model-throws") ? WIDTH : Long.parseLong(given);
            assertThat(event.number("input_tokens")).as(event.line()).isEqualTo(expected);
            assertThat(event.text("tokens_source")).isEqualTo("counted");
        }
    }

    /** Of what an engine reports the device time is the engine's, without translators; of others it is the call's. */
    private static void assertDevice(Event event, String engine, boolean reached) {
        boolean reported = engine.equals(ONNX_RUNTIME);
        assertThat(event.text("device")).as(event.line()).isEqualTo(reported && !reached ? "" : "cpu");
        if (reported && reached) {
            assertThat(event.number("device_time_ns")).isPositive().isLessThan(event.number("wall_time_ns"));
        } else {
            assertThat(event.number("device_time_ns")).isEqualTo(event.number("wall_time_ns"));
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("jdksAndStacks")
    void streamIsIncompleteAndEachStepThatIsTakenIsMetered(Jdk jdk, Stack stack) {
        Exit exit = run(jdk, stack, Streaming.class);
        assertThat(exit.stdoutLines())
                .containsExactly(
                        "all 3",
                        "first 1",
                        "none 0",
                        "failing threw ai.djl.engine.EngineException",
                        "failing 0",
                        "chunks");
        List<Event> usages = Dump.read(jdk, dir()).withoutLosses().usages();
        boolean counts = stack.engine().equals(ONNX_RUNTIME);
        assertThat(told(usages, "all")).isEqualTo(List.of("1 incomplete", step(counts, 5), "0 ok", step(counts, 5)));
        assertThat(told(usages, "first")).isEqualTo(List.of("1 incomplete", step(counts, 4)));
        assertThat(told(usages, "none")).isEqualTo(List.of("1 incomplete"));
        assertThat(told(usages, "failing"))
                .isEqualTo(List.of("1 incomplete", "0 error" + (counts ? " tokens=" + WIDTH : "")));
        // As a model server's predictor has them: they are filled when it has returned.
        assertThat(told(usages, "chunks")).isEqualTo(List.of("2 incomplete"));
        assertThat(usages).hasSize(10);
        for (Event event : usages) {
            String parent = event.number("items") == 0 ? scopeId(usages, event.subject()) : "";
            assertThat(event.text("parent")).as(event.line()).isEqualTo(parent);
        }
    }

    private static String step(boolean counts, long tokens) {
        return "0 ok" + (counts ? " tokens=" + tokens : "");
    }

    private static List<String> told(List<Event> usages, String subject) {
        return usages.stream()
                .filter(e -> e.subject().equals(subject))
                .map(e -> e.number("items") + " " + e.text("outcome")
                        + (e.has("input_tokens") ? " tokens=" + e.number("input_tokens") : ""))
                .toList();
    }

    private static String scopeId(List<Event> usages, String subject) {
        return usages.stream()
                .filter(e -> e.subject().equals(subject) && e.has("scope_id"))
                .map(e -> e.text("scope_id"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("jdksAndStacks")
    void hookAllocatesNothing(Jdk jdk, Stack stack) {
        assertThat(run(jdk, stack, Allocating.class).stdout()).isEqualTo("allocated=0\n");
        assertThat(Dump.read(jdk, dir()).withoutLosses().usages()).hasSize(200_000);
    }

    /** Where the library may not ask the network, nor write anywhere but below the build's directory. */
    private Exit run(Jdk jdk, Stack stack, Class<?> program) {
        Exit exit = Launch.on(jdk)
                .agent("dir=" + dir(), "service=it")
                .flags("-Dai.djl.pytorch.num_threads=1", "-Dai.djl.pytorch.num_interop_threads=1")
                .env("DJL_OFFLINE", "true")
                .env("OPT_OUT_TRACKING", "true")
                .env("DJL_CACHE_DIR", Libraries.unpacked().toString())
                .env("ENGINE_CACHE_DIR", Libraries.unpacked().toString())
                .classpath(stack.classpath())
                .main(program, stack.engine(), models())
                .run();
        assertThat(exit.code()).as(exit.stderr()).isZero();
        assertThat(exit.stderr()).doesNotContain("meterweave:");
        return exit;
    }

    private Path dir() {
        return temp.resolve("meterweave");
    }

    private Path models() {
        return temp.resolve("models");
    }
}
