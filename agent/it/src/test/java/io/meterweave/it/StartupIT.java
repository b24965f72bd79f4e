package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.Endings;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import java.nio.file.Path;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Calls made at once, before the journal is open, and JVMs that end at once, in whatever way: nothing is missed. */
class StartupIT {
    private static final int RUNS = 2_001;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    @EachJdk
    void nothingIsMissedHoweverSoonAndHoweverTheJvmEnds(Jdk jdk) {
        for (String ending : new String[] {"return", "exit", "halt", "throw"}) {
            Path dir = temp.resolve(ending);
            Exit without = Launch.on(jdk).main(Endings.class, ending, RUNS).run();
            Exit with = Launch.on(jdk)
                    .agent("dir=" + dir)
                    .main(Endings.class, ending, RUNS)
                    .run();
            Unharmed.check(without, with);
            assertThat(Unharmed.remarks(with)).isEmpty();
            Dump dump = Dump.read(jdk, dir).withoutLosses();
            assertThat(dump.usages()).as(ending).hasSize(RUNS);
            // However soon: what exporters there are have had their chance, and the epoch is told to be whole.
            assertThat(dump.of(Event.LIFECYCLE).stream()
                            .anyMatch(event -> event.text("event").equals("stopped")))
                    .as(ending)
                    .isEqualTo(!ending.equals("halt"));
        }
    }

    /** Shorter than the agent needs to open its journal: the ring alone has taken the call. */
    @EachJdk
    void oneCallIsEnough(Jdk jdk) {
        Path dir = temp.resolve("meterweave");
        Exit exit = Launch.on(jdk)
                .agent("dir=" + dir)
                .main(Endings.class, "halt", 1)
                .run();
        assertThat(exit.code()).isEqualTo(7);
        assertThat(Dump.read(jdk, dir).withoutLosses().usages()).hasSize(1);
    }
}
