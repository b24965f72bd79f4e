package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.RunOverloads;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that cannot be used costs the host its metering, and a few lines on stderr; nothing else. */
class FaultyConfigurationIT {
    private static final String UNMETERED = "unmetered|(?i:not) metered";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    @EachJdk
    void allErrorsAreReportedAtOnceAndTheHostRunsUnmetered(Jdk jdk) {
        Exit without = Launch.on(jdk).main(RunOverloads.class).run();
        Exit with = Launch.on(jdk)
                .agent("servise=it", "ring.size=plenty", "ring.stripes=-1", "exporter=file")
                .main(RunOverloads.class)
                .run();
        Unharmed.check(without, with);
        String remarks = String.join("\n", Unharmed.remarks(with));
        assertThat(remarks).contains("servise", "service", "ring.size", "plenty", "ring.stripes", "-1", "exporters");
        assertThat(remarks).containsPattern(UNMETERED);
        assertThat(Trees.below(with.work())).isEmpty();
    }

    @EachJdk
    void missingFileIsNamed(Jdk jdk) {
        Path missing = temp.resolve("missing.properties");
        Exit without = Launch.on(jdk).main(RunOverloads.class).run();
        Exit with = Launch.on(jdk)
                .agent("config=" + missing)
                .main(RunOverloads.class)
                .run();
        Unharmed.check(without, with);
        assertThat(String.join("\n", Unharmed.remarks(with)))
                .contains(missing.toString())
                .containsPattern(UNMETERED);
        assertThat(Trees.below(with.work())).isEmpty();
    }

    @EachJdk
    void argumentsBeatPropertiesBeatEnvironmentBeatsFile(Jdk jdk) throws IOException {
        Path dir = temp.resolve("of-the-arguments");
        Path file = Files.write(
                temp.resolve("meterweave.properties"),
                List.of("dir=" + temp.resolve("of-the-file"), "service=file", "instance=file"));
        Exit exit = Launch.on(jdk)
                .agent("config=" + file, "dir=" + dir)
                .flags("-Dmeterweave.service=property", "-Dmeterweave.dir=" + temp.resolve("of-the-property"))
                .env("METERWEAVE_SERVICE", "environment")
                .env("METERWEAVE_INSTANCE", "environment")
                .main(RunOverloads.class)
                .run();
        assertThat(exit.code()).as(exit.stderr()).isZero();
        assertThat(Dump.read(jdk, dir).usages())
                .isNotEmpty()
                .allSatisfy(event ->
                        assertThat(event.json().get("source").asText()).isEqualTo("/meterweave/property/environment"));
        assertThat(temp).isDirectoryNotContaining("glob:**of-the-{file,property}");
    }
}
