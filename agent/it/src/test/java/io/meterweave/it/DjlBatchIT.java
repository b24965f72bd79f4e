package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.djl.Serving;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Jdks;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Libraries;
import io.meterweave.it.stacks.StackTable;
import java.nio.file.Path;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of several tenants in one batch, as a model server has them: each is billed to its own, with what is its own. */
class DjlBatchIT {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    /** A version of the library, and whether it has an engine with operators. */
    record Stack(String name, boolean operators, String classpath) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> jdksAndStacks() {
        List<Stack> stacks = List.of(
                new Stack("DJL 0.28.0", false, Libraries.djlOnOnnxRuntime("0.28.0", "1.17.1")),
                newest(),
                new Stack("DJL 0.36.0 with PyTorch's operators", true, Libraries.djlOnOnnxRuntimeWithOperators()));
        return Jdks.all().stream().flatMap(jdk -> stacks.stream().map(stack -> Arguments.of(jdk, stack)));
    }

    private static Stack newest() {
        return new Stack(
                "DJL " + Libraries.NEWEST_DJL,
                false,
                Libraries.djlOnOnnxRuntime(Libraries.NEWEST_DJL, Libraries.NEWEST_ONNX_RUNTIME));
    }

    private Path dir() {
        return temp.resolve("meterweave");
    }

    private Exit run(Jdk jdk, Stack stack, String... settings) {
        Exit exit = Launch.on(jdk)
                .agent("dir=" + dir(), String.join(",", settings))
                .flags("-Dai.djl.pytorch.num_threads=1", "-Dai.djl.pytorch.num_interop_threads=1")
                .env("DJL_OFFLINE", "true")
                .env("OPT_OUT_TRACKING", "true")
                .env("DJL_CACHE_DIR", Libraries.unpacked().toString())
                .env("ENGINE_CACHE_DIR", Libraries.unpacked().toString())
                .classpath(stack.classpath())
                .main(Serving.class, "OnnxRuntime", temp.resolve("models"), stack.operators())
                .run();
        assertThat(exit.code()).as(exit.stderr()).isZero();
        assertThat(exit.stderr()).doesNotContain("meterweave:");
        return exit;
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("jdksAndStacks")
    void eachRequestHasItsOwnRecord(Jdk jdk, Stack stack) {
        Exit exit = run(jdk, stack, "subject.from=header:X-Tenant", "attributes.from=request:X-Request-Id");
        Dump dump = Dump.read(jdk, dir()).withoutLosses();
        List<String> told = dump.usages().stream().map(DjlBatchIT::told).toList();
        assertThat(told).containsExactlyInAnyOrderElementsOf(exit.stdoutLines()).hasSizeGreaterThan(250);
        assertThat(dump.usages()).noneMatch(e -> e.has("output_tokens"));
        StackTable.assertHolds("A queue of requests", dump);
        assertParts(dump.usages());
    }

    private static String told(Event event) {
        String tokens = event.has("input_tokens") ? "" + event.number("input_tokens") : "-";
        assertThat(event.text("tokens_source")).isEqualTo(tokens.equals("-") ? "" : "counted");
        if (event.number("items") != 1) {
            return "mixed";
        }
        return event.attribute("request") + " " + (event.subject().isEmpty() ? "-" : event.subject()) + " " + tokens
                + " " + event.text("outcome");
    }

    private static void assertParts(List<Event> usages) {
        Map<String, List<Event>> batches = usages.stream()
                .filter(event -> event.has("scope_id"))
                .collect(Collectors.groupingBy(event -> event.text("scope_id")));
        assertThat(batches.values())
                .extracting(List::size)
                .contains(16, 15, 200)
                .doesNotContain(1);
        for (List<Event> batch : batches.values()) {
            assertThat(batch.stream().map(event -> event.number("wall_time_ns")).distinct())
                    .hasSize(1);
            if (batch.get(0).text("outcome").equals("ok")) {
                assertThat(batch)
                        .allMatch(event -> event.text("device_time_source").equals("apportioned"));
                LongSummaryStatistics parts = batch.stream()
                        .mapToLong(event -> event.number("device_time_ns"))
                        .summaryStatistics();
                assertThat(parts.getMax() - parts.getMin()).isLessThanOrEqualTo(1);
                assertThat(parts.getSum()).isPositive().isLessThan(batch.get(0).number("wall_time_ns"));
            }
        }
        assertThat(usages.stream().filter(event -> !event.has("scope_id")))
                .hasSize(3)
                .noneMatch(event -> event.text("device_time_source").equals("apportioned"));
    }

    @EachJdk
    void aBatchIsOneRecordWhereRequestsAreNotAsked(Jdk jdk) {
        // Of those that are mixed only the last is printed.
        int requests = run(jdk, newest(), "on.unattributed=keep").stdoutLines().size() + 1;
        List<Event> usages = Dump.read(jdk, dir()).withoutLosses().usages();
        assertThat(usages.stream().mapToLong(event -> event.number("items")).sum())
                .isEqualTo(requests);
        assertThat(usages)
                .hasSize(14)
                .filteredOn(event -> !event.subject().isEmpty())
                .hasSize(1);
    }
}
