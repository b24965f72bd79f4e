package io.meterweave.it.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.Dump;
import io.meterweave.it.Event;
import io.meterweave.it.app.servers.Scenes;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Jdks;
import io.meterweave.it.fork.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each cell of the table of attribution: requests of several tenants at once, and who is billed for what they have done. */
class AttributionIT {
    private static final Path FILE = Path.of("../../docs/attribution.md");
    private static final String BEGIN = "<!-- The table is generated: CONTRIBUTING.md says how. -->\n\n";
    private static final String END = "<!-- End of the table. -->";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    static Stream<Arguments> serversAndJdks() {
        return AttributionTable.ROWS.stream().flatMap(row -> Jdks.all().stream().map(jdk -> Arguments.of(row, jdk)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("serversAndJdks")
    void everyRequestPaysForItsOwnWork(AttributionTable.Row row, Jdk jdk) {
        Path dir = temp.resolve("meterweave");
        Exit exit = Launch.on(jdk)
                .agent("dir=" + dir, "subject.from=header:X-Tenant")
                .classpath(row.classpath())
                .main(Scenes.class, row.server().getName())
                .args(row.words(jdk.feature()).toArray(new String[0]))
                .run();
        assertThat(exit.code()).as(exit.stderr()).isZero();
        assertThat(exit.stderr()).doesNotContain("meterweave:");
        Map<String, Long> expected = new TreeMap<>();
        for (String line : exit.stdoutLines()) {
            String[] words = line.split(" ");
            expected.put(words[0], Long.valueOf(words[1]));
        }
        Map<String, Long> billed = new TreeMap<>();
        for (Event event : Dump.read(jdk, dir).withoutLosses().usages()) {
            billed.merge(event.subject().isEmpty() ? "-" : event.subject(), 1L, Long::sum);
        }
        for (String word : row.words(jdk.feature())) {
            assertThat(ofStyle(word, billed)).as(word).hasSizeGreaterThan(1).isEqualTo(ofStyle(word, expected));
        }
        assertThat(billed).isEqualTo(expected);
    }

    private static Map<String, Long> ofStyle(String word, Map<String, Long> calls) {
        Map<String, Long> some = new TreeMap<>(calls);
        some.keySet().removeIf(subject -> !subject.startsWith(word + "."));
        return some;
    }

    @Test
    void tableIsNotStale() throws IOException {
        String page = Files.readString(FILE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END, from);
        assertThat(page).contains(BEGIN, END);
        String fresh = page.substring(0, from) + AttributionTable.text() + "\n" + page.substring(to);
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(FILE, fresh);
        }
        assertThat(Files.readString(FILE))
                .as("the table of docs/attribution.md is stale; CONTRIBUTING.md says how to make it anew")
                .isEqualTo(fresh);
    }
}
