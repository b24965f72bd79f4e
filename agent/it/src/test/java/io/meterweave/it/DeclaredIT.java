package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.declared.Declared;
import io.meterweave.it.app.declared.Framed;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Libraries;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What an application declares: methods that are {@code @MeterUsage}, whatever their shape, and {@code Meter.record}. */
class DeclaredIT {
    private static final int READER_FAILED = 5;
    private static final int REFUSED_SUBJECT = 7;
    private static final int REFUSED_ATTRIBUTE = 8;
    private static final String WRONG = "loaded but not woven: io.meterweave.it.app.declared.Wrong.";
    private static final String NOT = "; it is NOT metered";
    private static final String KEPT = "; its record is kept without token counts, and counted as reader_failed";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    @EachJdk
    void eachCallOfAnAnnotatedMethodIsOneRecord(Jdk jdk) {
        Exit without =
                Launch.on(jdk).main(Declared.class, "shapes", "child", "wrong").run();
        Exit with = Launch.on(jdk)
                .agent("dir=" + dir())
                .main(Declared.class, "shapes", "child", "wrong")
                .run();
        assertThat(without.code()).as(without.stderr()).isZero();
        assertThat(with.code()).as(with.stderr()).isZero();
        assertThat(with.stdout()).isEqualTo(without.stdout());
        assertThat(without.stderr()).isEmpty();
        assertThat(Unharmed.remarks(with))
                .containsExactlyInAnyOrder(
                        "meterweave: " + WRONG
                                + "twoPayers has two parameters that are @Subject: leave it on one of them" + NOT,
                        "meterweave: " + WRONG
                                + "noText has a parameter that is @Subject and no String: give it a String, or say it by"
                                + " a UsageReader" + NOT,
                        "meterweave: " + WRONG
                                + "withoutBody has no body to meter: put @MeterUsage on the methods that implement it,"
                                + " which do not inherit it" + NOT,
                        "meterweave: " + WRONG
                                + "remoteSteps is remote and declares engineCalls, but engine calls are not remote:"
                                + " leave one out" + NOT);
        Dump dump = Dump.read(jdk, dir()).withoutLosses();
        assertThat(dump.of(Event.LIFECYCLE).stream().filter(e -> e.text("event").equals("plugin_refused")))
                .hasSize(4);
        List<Event> usages = dump.usages();
        assertThat(usages.stream().map(e -> "made " + e.text("operation") + " " + e.subject()))
                .containsExactlyElementsOf(with.stdoutLines());
        assertThat(usages).allSatisfy(DeclaredIT::assertShape);
        assertThat(only(usages, "instance").subList(0, 1)).allSatisfy(e -> {
            assertThat(e.text("request_model")).isEqualTo("m");
            assertThat(e.text("provider")).isEqualTo("p");
        });
        assertThat(only(usages, "private"))
                .allMatch(e -> e.text("request_model").equals("tiny"));
        assertThat(only(usages, "static")).allMatch(e -> e.text("request_model").equals("constant"));
        assertParents(only(usages, "outer"), only(usages, "inner"));
        List<Event> recursive = only(usages, "recursive");
        assertParents(recursive.subList(1, 2), recursive.subList(0, 1));
    }

    private static void assertShape(Event event) {
        boolean failing = event.text("operation").equals("failing");
        assertThat(event.text("outcome")).as(event.line()).isEqualTo(failing ? "error" : "ok");
        assertThat(event.text("error_type")).isEqualTo(failing ? "java.lang.IllegalStateException" : "");
        assertThat(event.number("wall_time_ns")).isNotNegative();
        assertThat(event.has("device_time_ns")).as(event.line()).isFalse();
        assertThat(event.has("items")).isFalse();
        assertThat(event.has("tokens_source")).isFalse();
    }

    private static List<Event> only(List<Event> usages, String operation) {
        return usages.stream()
                .filter(e -> e.text("operation").equals(operation))
                .toList();
    }

    private static void assertParents(List<Event> outer, List<Event> inner) {
        assertThat(inner).hasSameSizeAs(outer).isNotEmpty();
        for (int i = 0; i < outer.size(); i++) {
            assertThat(inner.get(i).text("parent"))
                    .isNotEmpty()
                    .isEqualTo(outer.get(i).text("scope_id"));
            assertThat(outer.get(i).has("parent")).isFalse();
        }
    }

    @EachJdk
    void methodGathersWhatItsEngineCallsUsed(Jdk jdk) throws IOException {
        Exit exit = run(jdk, "engine");
        assertThat(exit.stdoutLines()).contains("broke");
        assertThat(exit.stderr()).doesNotContain("meterweave:");
        Dump dump = Dump.read(jdk, dir()).withoutLosses();
        assertThat(told(dump, "generation")).isEqualTo("generate_content tiny in=7 out=40 counted items=1");
        assertThat(told(dump, "undeclared")).isEqualTo("generate_content in=- out=- - items=40");
        assertThat(told(dump, "once")).isEqualTo("embeddings in=7 out=- counted items=1");
        assertThat(told(dump, "parts")).isEqualTo("embeddings in=15 out=- counted items=3");
        assertThat(told(dump, "pool")).isEqualTo("embeddings in=14 out=- counted items=2");
        // One step of two rows, and one that failed; the model has no mask.
        assertThat(told(dump, "breaks")).isEqualTo("generate_content in=2 out=2 estimated items=2");
        assertThat(dump.forSubject("breaks").text("error_type")).isEqualTo("ai.onnxruntime.OrtException");
        Event generation = dump.forSubject("generation");
        assertThat(generation.text("provider")).isEqualTo("onnxruntime");
        assertThat(generation.text("device")).isEqualTo("cpu");
        assertThat(generation.number("device_time_ns")).isPositive().isLessThan(generation.number("wall_time_ns"));

        List<Event> remote = dump.forEachOf("remote");
        assertThat(remote).extracting(e -> e.text("operation")).containsExactly("predict", "chat");
        assertParents(remote.subList(1, 2), remote.subList(0, 1));
        assertThat(remote.get(1).has("device_time_ns")).isFalse();

        // Of the method's three payers two are refused: nobody pays then, not whom the caller works for.
        assertThat(only(dump.usages(), "payer")).extracting(Event::subject).containsExactly("", "", "inside");
        assertThat(dump.forSubject("outside").text("operation")).isEqualTo("predict");
        assertThat(counter(REFUSED_SUBJECT)).isEqualTo(2);
    }

    /** What was metered of a subject's one call, apart from the model where the annotation does not name one. */
    private static String told(Dump dump, String subject) {
        Event event = dump.forSubject(subject);
        String model = event.text("request_model");
        return event.text("operation") + (model.startsWith("sha256:") ? "" : " " + model) + " in="
                + number(event, "input_tokens") + " out=" + number(event, "output_tokens") + " "
                + (event.has("tokens_source") ? event.text("tokens_source") : "-") + " items="
                + number(event, "items");
    }

    private static String number(Event event, String field) {
        return event.has(field) ? Long.toString(event.number(field)) : "-";
    }

    @EachJdk
    void readersAndRecordsSayTheRest(Jdk jdk) throws IOException {
        Exit exit = run(jdk, "reading");
        assertThat(exit.stdoutLines()).contains("threw");
        assertThat(Unharmed.remarks(exit))
                .hasSize(3)
                .anyMatch(line -> line.startsWith("meterweave: io.meterweave.it.app.declared.Reading.unmakable has a")
                        && line.endsWith("give it a constructor without parameters that the method's class can call"));
        assertThat(exit.stderr())
                .contains("reading usage from a call failed: java.lang.IllegalStateException" + KEPT)
                .doesNotContain("a prompt, maybe");
        Dump dump = Dump.read(jdk, dir()).withoutLosses();
        List<Event> usages = dump.usages();
        assertThat(usages.stream().map(DeclaredIT::line))
                .containsExactly(
                        "chat own asked answered in=8 out=4 reported items=- ok {\"answered\":\"yes\"}",
                        "primitive in=- out=10 counted items=5 ok",
                        "reads in=- out=- items=- ok",
                        "reads in=- out=- items=- ok",
                        "reads in=- out=- items=- ok",
                        "reads in=- out=- items=4 error",
                        "later in=2 out=4 reported items=- ok {\"plan\":\"gold\"}",
                        "later answered in=2 out=3 reported items=- ok {\"plan\":\"gold\"}",
                        "later in=- out=- items=- ok",
                        "in=- out=- items=- ok",
                        "batch own big in=11 out=2 estimated items=3 ok " + attributes("\"plan\":\"gold\",", 7),
                        "batch own big in=11 out=2 estimated items=3 error " + attributes("", 8),
                        "nobody in=- out=- items=- ok",
                        "by hand in=- out=- items=- ok",
                        "around in=- out=- items=- ok");
        assertThat(usages)
                .extracting(Event::subject)
                .containsExactly(
                        "acme",
                        "reader's",
                        "failing",
                        "failing-late",
                        "unmakable",
                        "throwing",
                        "later",
                        "stream",
                        "anything",
                        "",
                        "scope",
                        "other",
                        "",
                        "in-method",
                        "in-method");
        Event batch = dump.forSubject("scope");
        assertThat(batch.number("wall_time_ns")).isEqualTo(5_000_000_000L);
        assertThat(batch.number("device_time_ns")).isEqualTo(400);
        assertThat(batch.text("device_time_source")).isEqualTo("measured");
        assertThat(dump.forSubject("other").text("error_type")).isEqualTo("too_long");
        assertThat(usages.get(9).has("wall_time_ns")).isFalse();
        assertParents(usages.subList(14, 15), usages.subList(13, 14));
        assertThat(counter(READER_FAILED)).isEqualTo(3);
        assertThat(counter(REFUSED_ATTRIBUTE)).isEqualTo(3);
        assertThat(counter(REFUSED_SUBJECT)).isEqualTo(2);
    }

    @EachJdk
    void methodThatAPluginHooksTooIsOneCall(Jdk jdk) {
        Exit exit = Launch.on(jdk)
                .agent("dir=" + dir())
                .classpath(Libraries.stack("langchain4j-1.0"))
                .main(Framed.class)
                .run();
        assertThat(exit.stdout()).as(exit.stderr()).isEqualTo("xx\n");
        List<Event> usages = Dump.read(jdk, dir()).withoutLosses().usages();
        assertThat(usages.stream().map(DeclaredIT::line))
                .containsExactly(
                        "mine answered in=3 out=4 reported items=- ok",
                        "chat answered in=3 out=4 reported items=- ok",
                        "mine in=- out=- items=- ok");
        assertParents(usages.subList(2, 3), usages.subList(1, 2));
    }

    private static String attributes(String first, int keys) {
        StringBuilder all = new StringBuilder("{").append(first);
        for (int i = 0; i < keys; i++) {
            all.append(i == 0 ? "" : ",").append("\"key").append(i).append("\":\"v\"");
        }
        return all.append('}').toString();
    }

    private static String line(Event event) {
        StringBuilder line = new StringBuilder();
        for (String text : List.of("operation", "provider", "request_model", "response_model")) {
            line.append(event.has(text) ? event.text(text) + " " : "");
        }
        line.append("in=").append(number(event, "input_tokens"));
        line.append(" out=").append(number(event, "output_tokens"));
        line.append(event.has("tokens_source") ? " " + event.text("tokens_source") : "");
        line.append(" items=").append(number(event, "items"));
        line.append(" ").append(event.text("outcome"));
        line.append(event.has("attributes") ? " " + event.data().get("attributes") : "");
        return line.toString();
    }

    @EachJdk
    void attachedAgentFindsMethodsThatAreLoadedAlready(Jdk jdk) {
        try (ForkedJvm jvm =
                Launch.on(jdk).main(Declared.class, "shapes", "wait").start()) {
            jvm.awaitLine("running");
            Exit attach = Launch.cli(jdk, "attach", Long.toString(jvm.pid()), "dir=" + dir())
                    .run();
            assertThat(attach.code()).as(attach.stderr()).isZero();
            assertThat(attach.stdout())
                    .contains("woven: io.meterweave.it.app.declared.Shapes$Base")
                    .contains("woven: io.meterweave.it.app.declared.Shapes$Default")
                    .doesNotContain("Shapes$Inherits", "woven: io.meterweave.it.app.declared.Declared");
            jvm.tell("go");
            Exit exit = jvm.await(Duration.ofMinutes(1));
            assertThat(exit.code()).as(exit.stderr()).isZero();
            List<String> lines = exit.stdoutLines();
            assertThat(Dump.read(jdk, dir()).withoutLosses().usages().stream()
                            .map(e -> "made " + e.text("operation") + " " + e.subject()))
                    .containsExactlyElementsOf(lines.subList(lines.indexOf("running") + 1, lines.size()));
        }
    }

    private Exit run(Jdk jdk, String part) {
        Exit exit =
                Launch.on(jdk).agent("dir=" + dir()).main(Declared.class, part).run();
        assertThat(exit.code()).as(exit.stderr()).isZero();
        return exit;
    }

    /** What the one epoch's {@code counters.dat} says in a slot of 64 bytes. */
    private long counter(int slot) throws IOException {
        byte[] counters = Files.readAllBytes(Instances.of(dir()).get(0).resolve("counters.dat"));
        return ByteBuffer.wrap(counters).order(ByteOrder.LITTLE_ENDIAN).getLong(64 + 64 * slot);
    }

    private Path dir() {
        return temp.resolve("meterweave");
    }
}
