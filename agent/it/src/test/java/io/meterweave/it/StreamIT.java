package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.deferred.Reacting;
import io.meterweave.it.app.deferred.Streaming;
import io.meterweave.it.fork.Await;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Libraries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Calls that outlive their methods, in a real agent: killed, ended, and with the application's own Reactor. */
class StreamIT {
    private static final int LIVES = 2;
    private static final String CHECKPOINT = "stream.checkpoint=20ms";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    @EachJdk
    void aStreamThatIsOpenWhenTheJvmIsKilledIsOneIncompleteRecord(Jdk jdk) {
        Path dir = temp.resolve("meterweave");
        long taken;
        try (ForkedJvm jvm = start(jdk, dir, "open")) {
            Await.until("items", Duration.ofSeconds(60), () -> jvm.lines().size() >= 100 || !jvm.alive());
            jvm.kill();
            List<String> lines = jvm.lines();
            taken = number(lines.get(lines.size() - 1));
        }
        Dump dump = Dump.read(jdk, dir).withoutLosses();
        assertThat(dump.forEachOf("short"))
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.text("outcome")).isEqualTo("ok"));
        Event open = dump.forSubject("long");
        assertThat(open.text("outcome")).isEqualTo("incomplete");
        assertThat(open.data().get("recovered").asBoolean()).isTrue();
        assertThat(open.number("output_tokens")).isBetween(100L, taken + 1);
        assertThat(open.number("wall_time_ns")).isPositive();
        // Once more: the recovery that dump has made leaves nothing to recover.
        assertThat(Dump.read(jdk, dir).usages()).hasSize(3);
    }

    /** Its record is in the ring or in the journal, and its last checkpoint is still there. */
    @EachJdk
    void aStreamThatHasJustEndedWhenTheJvmIsKilledIsOneRecord(Jdk jdk) {
        for (int life = 0; life < LIVES; life++) {
            Path dir = temp.resolve("life-" + life);
            long taken;
            try (ForkedJvm jvm = start(jdk, dir, "finish")) {
                jvm.awaitLine("finished");
                jvm.kill();
                taken = number(jvm.lines().get(0));
            }
            Event ended = Dump.read(jdk, dir).withoutLosses().forSubject("long");
            assertThat(ended.text("outcome")).isEqualTo("ok");
            assertThat(ended.number("output_tokens")).isEqualTo(taken);
        }
    }

    @EachJdk
    void aStreamThatIsOpenWhenTheJvmEndsIsOneIncompleteRecord(Jdk jdk) {
        Path dir = temp.resolve("meterweave");
        long taken;
        try (ForkedJvm jvm = start(jdk, dir, "end")) {
            Exit exit = jvm.await(Duration.ofSeconds(60));
            assertThat(exit.code()).isZero();
            assertThat(exit.stderr()).doesNotContain("meterweave:");
            taken = number(jvm.lines().get(0));
        }
        Event open = Dump.read(jdk, dir).withoutLosses().forSubject("long");
        assertThat(open.text("outcome")).isEqualTo("incomplete");
        assertThat(open.number("output_tokens")).as("the last sweep's").isEqualTo(taken);
    }

    @EachJdk
    void reactorsPublishersStayWhatTheyAre(Jdk jdk) {
        for (boolean newest : new boolean[] {false, true}) {
            Path dir = temp.resolve("reactor-" + newest);
            Exit exit = Launch.on(jdk)
                    .agent("dir=" + dir, CHECKPOINT)
                    .classpath(Libraries.reactor(newest))
                    .main(Reacting.class)
                    .run();
            assertThat(exit.code()).as(exit.stderr()).isZero();
            assertThat(exit.stdout().lines()).containsExactly("[a, b, c]", "a", "a", "2", "1");
            Dump dump = Dump.read(jdk, dir).withoutLosses();
            assertThat(dump.usages().stream()
                            .map(event -> event.subject() + " " + event.text("outcome") + " "
                                    + event.data().path("output_tokens").asLong(-1)))
                    .containsExactlyInAnyOrder(
                            "flux ok 3",
                            "mono ok 1",
                            "declared ok 1",
                            "taken cancelled 2",
                            "failed error -1",
                            "lost abandoned 1");
        }
    }

    private static ForkedJvm start(Jdk jdk, Path dir, String how) {
        return Launch.on(jdk)
                .agent("dir=" + dir, "service=it", CHECKPOINT)
                .main(Streaming.class, how, dir)
                .start();
    }

    private static long number(String line) {
        return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
    }
}
