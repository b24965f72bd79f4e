package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.Traced;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Jdks;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Libraries;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A record names the span that was current when its inference began, as the application's own OpenTelemetry tells it. */
class OpenTelemetryIT {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    static Stream<Arguments> jdksAndVersions() {
        return Jdks.all().stream()
                .flatMap(jdk -> Stream.of("oldest", "newest").map(version -> Arguments.of(jdk, version)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("jdksAndVersions")
    void eachRecordNamesItsSpan(Jdk jdk, String version) {
        Path dir = temp.resolve("meterweave");
        Exit exit = Launch.on(jdk)
                .agent("dir=" + dir)
                .classpath(Libraries.classpathWithOpenTelemetry(version))
                .main(Traced.class)
                .run();
        assertThat(exit.code()).as(exit.stderr()).isZero();
        assertThat(exit.stderr()).doesNotContain("meterweave:");
        List<String> recorded = Dump.read(jdk, dir).withoutLosses().usages().stream()
                .map(event -> event.number("input_tokens") + " " + id(event, "trace_id") + " " + id(event, "span_id"))
                .toList();
        assertThat(recorded).hasSize(9).containsExactlyInAnyOrderElementsOf(exit.stdoutLines());
    }

    private static String id(Event event, String field) {
        return event.has(field) ? event.text(field) : "-";
    }
}
