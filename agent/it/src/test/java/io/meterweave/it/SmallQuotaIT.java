package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.ManyRuns;
import io.meterweave.it.fork.Await;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Trees;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A quota is what is kept at a time, not what may be metered in an hour: more than that passes through it. */
class SmallQuotaIT {
    /** Some 170 bytes of journal each. */
    private static final int CALLS = 120_000;

    private static final String USAGE = "\"type\":\"" + Event.USAGE + "\"";
    private static final String LOSS = "\"type\":\"" + Event.LOSS + "\"";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    private int usages;
    private int losses;

    @EachJdk
    void whatIsDeliveredMakesRoom(Jdk jdk) {
        Path dir = temp.resolve("meterweave");
        Exported exported = new Exported(dir);
        Exit exit;
        // A caller faster than the exporter waits for room; where none comes, its usage is lost after five seconds.
        try (ForkedJvm jvm = Launch.on(jdk)
                .agent("dir=" + dir, "quota=16MiB", "disk.floor=1MiB", "policy=block", "exporters=file")
                .main(ManyRuns.class, 1, CALLS, 1, "wait")
                .start()) {
            jvm.awaitLine("all calls=" + CALLS + " ");
            Await.until("all usage", Duration.ofSeconds(60), () -> {
                exported.forEachNew(this::count);
                return usages + losses >= CALLS;
            });
            jvm.tell("end");
            exit = jvm.await(Duration.ofSeconds(60));
        }
        assertThat(exit.code()).as(exit.stderr()).isZero();
        exported.forEachNew(this::count);
        assertThat(losses).isZero();
        assertThat(usages).isEqualTo(CALLS);
        assertThat(Trees.files(dir.resolve("instances"), "trimmed"))
                .as("that files went")
                .hasSize(1);
    }

    private void count(String line) {
        usages += line.contains(USAGE) ? 1 : 0;
        losses += line.contains(LOSS) ? 1 : 0;
    }
}
