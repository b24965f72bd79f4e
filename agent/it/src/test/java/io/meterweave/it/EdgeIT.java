package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Libraries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/edge}, the jar and the settings as they are, with fewer calls: it judges itself, and its last line says how. */
class EdgeIT {
    private static final int STEP = 150;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    @EachJdk
    void eachCallArrivesOnceWhateverTheLinkDoes(Jdk jdk) throws Exception {
        Launch launch = Launch.on(jdk)
                .args("-jar", Libraries.edge("target/edge.jar").toString())
                .args(
                        Libraries.agent().toString(),
                        Libraries.edge("device.properties").toString())
                .args(Libraries.edge("target/model").toString(), temp.toString(), Integer.toString(STEP));
        Exit exit;
        try (ForkedJvm run = launch.start()) {
            exit = run.await(PATIENCE);
        }
        assertThat(exit.code()).as(exit.stdout() + exit.stderr()).isZero();
        List<String> printed = exit.stdoutLines();
        assertThat(printed.get(printed.size() - 1))
                .containsPattern(
                        "^edge: calls=[0-9]{3,4} received=[0-9]{3,4} cut_off=[01] lost=0 doubled=0 resent=[1-9][0-9]* "
                                + "outages=4 kills=1$");
        // Six whole steps, and one up to the kill.
        assertThat(Files.readAllLines(temp.resolve("calls"))).hasSizeBetween(6 * STEP + STEP / 2, 7 * STEP);
        assertThat(printed).contains("verify complete: no fault was found");
        assertThat(printed).filteredOn(line -> line.startsWith("edge: link ")).hasSize(4);
        assertThat(Files.readString(temp.resolve("device.log"))).doesNotContain("counted as lost", "\tat ");
    }
}
