package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.ManyRuns;
import io.meterweave.it.fork.Await;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred thousand calls are two hundred thousand records, for the right payers, with the right sums. */
class CountsIT {
    private static final int CALLS = 200_000;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    @EachJdk
    void eightThreadsThroughJournalAndFileExporter(Jdk jdk) {
        assertCounted(jdk, 8, 8);
    }

    @EachJdk
    void threeHundredThreadsThatComeAndGo(Jdk jdk) {
        assertCounted(jdk, 300, 100);
    }

    private void assertCounted(Jdk jdk, int threads, int alive) {
        Path dir = temp.resolve("meterweave");
        Tally exported = new Tally();
        Exit exit;
        try (ForkedJvm jvm = Launch.on(jdk)
                .agent("dir=" + dir, "service=it", "exporters=file")
                .main(ManyRuns.class, threads, CALLS, alive, "wait")
                .start()) {
            jvm.awaitLine("all calls=" + CALLS + " ");
            Exported files = new Exported(dir);
            Await.until(exported, Duration.ofSeconds(90), () -> {
                files.forEachNew(line -> exported.accept(EventLines.parse(line)));
                return exported.ids.size() + exported.losses >= CALLS;
            });
            jvm.tell("end");
            exit = jvm.await(Duration.ofSeconds(60));
        }
        assertThat(exit.code()).as(exit.stderr()).isZero();
        assertThat(exported.reasons).as("lost, by reason").isEmpty();
        assertThat(exported.lines()).isEqualTo(exit.stdoutLines());

        Tally journal = new Tally();
        Dump.stream(jdk, dir, journal);
        assertThat(journal.lines()).isEqualTo(exit.stdoutLines());
        assertThat(journal.reasons).as("lost, by reason").isEmpty();
    }

    /** Sums by subject, printed as the program prints its own. A repeated id counts once. */
    private static final class Tally implements Consumer<Event> {
        private final Map<String, long[]> bySubject = new TreeMap<>();
        private final Set<String> ids = new HashSet<>();
        private final Map<String, Long> reasons = new TreeMap<>();
        private long losses;

        @Override
        public void accept(Event event) {
            if (event.type().equals(Event.LOSS)) {
                losses += event.number("lost_count");
                reasons.merge(event.text("reason"), event.number("lost_count"), Long::sum);
            }
            if (event.usage() && ids.add(event.id())) {
                long[] sums = bySubject.computeIfAbsent(event.subject(), s -> new long[2]);
                sums[0]++;
                sums[1] += event.number("input_tokens");
            }
        }

        @Override
        public String toString() {
            return CALLS + " records, having " + ids.size() + " and " + losses + " lost";
        }

        List<String> lines() {
            List<String> lines = new ArrayList<>();
            long calls = 0;
            long tokens = 0;
            for (Map.Entry<String, long[]> entry : bySubject.entrySet()) {
                long[] sums = entry.getValue();
                lines.add(entry.getKey() + " calls=" + sums[0] + " tokens=" + sums[1]);
                calls += sums[0];
                tokens += sums[1];
            }
            lines.add("all calls=" + calls + " tokens=" + tokens);
            return lines;
        }
    }
}
