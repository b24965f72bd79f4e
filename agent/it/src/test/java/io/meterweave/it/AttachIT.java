package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.Attached;
import io.meterweave.it.app.SlowParent;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Jdks;
import io.meterweave.it.fork.Launch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An agent that comes to a server at work: what begins after {@code attach} has returned is metered, to the last call. */
class AttachIT {
    private static final int THREADS = 8;
    private static final int CALLS = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    /** Also from a JDK to a JVM of another version. */
    static Stream<Arguments> fromAndTo() {
        return Jdks.all().stream().flatMap(from -> Jdks.all().stream().map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest(name = "from {0} to {1}")
    @MethodSource("fromAndTo")
    void everyCallThatBeginsAfterwardsIsOneRecord(Jdk from, Jdk to) {
        Exit without;
        try (ForkedJvm jvm = server(to)) {
            without = end(jvm);
        }
        Path dir;
        Exit with;
        try (ForkedJvm jvm = server(to)) {
            dir = jvm.work().resolve("usage/here");
            Exit attach = attach(from, jvm, "dir=usage/here", "service=it");
            assertThat(attach.code()).as(attach.stderr()).isZero();
            assertThat(attach.stderr()).isEmpty();
            assertThat(attach.stdoutLines())
                    .containsExactly(
                            "process " + jvm.pid() + " is metered; usage goes to " + dir,
                            "woven: ai.onnxruntime.OrtSession",
                            "woven: ai.onnxruntime.OrtSession$SessionOptions",
                            "woven: io.meterweave.api.MeterContext");
            with = end(jvm);
        }
        Unharmed.checkAttached(to, without, with);
        assertThat(Unharmed.remarks(with)).isEmpty();

        Dump dump = Dump.read(to, dir).withoutLosses();
        List<String> expected = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            for (int n = 0; n < CALLS; n++) {
                expected.add(thread + "-" + n);
            }
        }
        List<Event> after =
                dump.usages().stream().filter(e -> e.subject().equals("after")).toList();
        assertThat(after.stream().map(e -> e.attribute("request_id")).sorted())
                .isEqualTo(expected.stream().sorted().toList());
        assertThat(after)
                .allSatisfy(event -> assertThat(event.number("input_tokens")).isEqualTo(5));
        // Those that were under way meanwhile have one record or none, never two.
        assertThat(dump.usages().stream()
                        .filter(e -> e.subject().equals("before"))
                        .map(e -> e.attribute("request_id")))
                .doesNotHaveDuplicates();
    }

    @EachJdk
    void whatWasMadeBeforeIsNotGuessed(Jdk jdk) {
        Path dir = temp.resolve("usage");
        try (ForkedJvm jvm = server(jdk)) {
            Exit attach = attach(jdk, jvm, "dir=" + dir);
            assertThat(attach.code()).as(attach.stderr()).isZero();
            end(jvm);
        }
        Dump dump = Dump.read(jdk, dir);
        Event old = dump.usages().stream()
                .filter(e -> e.subject().equals("after"))
                .findFirst()
                .orElseThrow();
        assertThat(old.has("request_model")).as(old.line()).isFalse();
        assertThat(old.has("device")).as(old.line()).isFalse();
        assertThat(old.text("provider")).isEqualTo("onnxruntime");
        assertThat(old.number("items")).isEqualTo(1);
        Event oldOptions = dump.forSubject("old-options");
        assertThat(oldOptions.text("request_model")).startsWith("sha256:");
        assertThat(oldOptions.has("device")).as(oldOptions.line()).isFalse();
        Event fresh = dump.forSubject("new-options");
        assertThat(fresh.text("request_model")).startsWith("sha256:");
        assertThat(fresh.text("device")).isEqualTo("cpu");
    }

    /** The transformers have seen it, the list of loaded classes does not have it: whoever does not wait misses it. */
    @EachJdk
    void classThatIsBeingDefinedMeanwhileIsWovenToo(Jdk jdk) {
        try (ForkedJvm jvm = Launch.on(jdk).main(SlowParent.class).start()) {
            jvm.awaitLine("defining");
            Exit attach = attach(jdk, jvm);
            assertThat(attach.code()).as(attach.stderr()).isZero();
            assertThat(attach.stdoutLines()).contains("woven: io.meterweave.api.MeterContext");
            jvm.awaitLine("running");
            jvm.tell("go");
            Exit exit = jvm.await(PATIENCE);
            assertThat(exit.code()).as(exit.stderr()).isZero();
            assertThat(exit.stdoutLines()).containsExactly("defining", "running", "OpenScope");
        }
    }

    @EachJdk
    void secondTimeIsOneLineOnEachSide(Jdk jdk) {
        Path dir = temp.resolve("usage");
        try (ForkedJvm jvm = server(jdk)) {
            Exit first = attach(jdk, jvm, "dir=" + dir);
            assertThat(first.code()).as(first.stderr()).isZero();
            Exit second = attach(jdk, jvm, "dir=" + temp.resolve("elsewhere"));
            assertThat(second.code()).isEqualTo(1);
            assertThat(second.stdout()).isEmpty();
            assertThat(second.stderrLines()).singleElement().asString().contains("is metering this JVM already");
            Exit exit = end(jvm);
            assertThat(Unharmed.remarks(exit)).singleElement().asString().contains("is metering this JVM already");
            assertThat(exit.code()).as(exit.stderr()).isZero();
        }
        assertThat(temp.resolve("elsewhere")).doesNotExist();
        assertThat(Dump.read(jdk, dir).usages().stream().filter(e -> e.subject().equals("after")))
                .hasSize(THREADS * CALLS);
    }

    @EachJdk
    void wrongSettingsAreNamedAndTheNextAttachWorks(Jdk jdk) {
        Path dir = temp.resolve("usage");
        try (ForkedJvm jvm = server(jdk)) {
            Exit wrong = attach(jdk, jvm, "dirr=" + dir, "ring.size=plenty");
            assertThat(wrong.code()).isEqualTo(2);
            assertThat(wrong.stdout()).isEmpty();
            assertThat(wrong.stderr()).contains("did you mean dir?", "ring.size=plenty", "NOT metered");
            Exit right = attach(jdk, jvm, "dir=" + dir);
            assertThat(right.code()).as(right.stderr()).isZero();
            Exit exit = end(jvm);
            assertThat(Unharmed.remarks(exit)).hasSize(3);
            assertThat(exit.code()).as(exit.stderr()).isZero();
        }
        assertThat(Dump.read(jdk, dir).usages().stream().filter(e -> e.subject().equals("after")))
                .hasSize(THREADS * CALLS);
    }

    private static ForkedJvm server(Jdk jdk) {
        ForkedJvm jvm = Launch.on(jdk).main(Attached.class, THREADS, CALLS).start();
        jvm.awaitLine("running");
        return jvm;
    }

    private static Exit end(ForkedJvm jvm) {
        jvm.tell("attached");
        jvm.awaitLine("after=");
        jvm.tell("end");
        return jvm.await(PATIENCE);
    }

    private static Exit attach(Jdk jdk, ForkedJvm jvm, String... settings) {
        return Launch.cli(jdk, "attach", Long.toString(jvm.pid()))
                .args(settings)
                .run();
    }
}
