package io.meterweave.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A real file system of 24 MiB, which the floor keeps from filling up. It is mounted in a name space of the process's own,
 * which takes it away with it, and needs no rights where users may make name spaces.
 */
class RetentionFullDiskTest {
    @TempDir
    Path temp;

    static List<Path> jdks() throws IOException {
        return ChronicleForks.jdks();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    @Timeout(120)
    void theFloorStopsUsageBeforeTheDiskIsFull(Path jdk) throws Exception {
        Path errors = temp.resolve("errors");
        Path disk = Files.createDirectory(temp.resolve("disk"));
        String mounted = "mount -t tmpfs -o size=24m none '" + disk + "' && exec \"$@\"";
        List<String> command =
                new ArrayList<>(List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mounted, "sh"));
        command.addAll(ChronicleForks.command(jdk, RetentionFilling.class, disk.toString()));
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        List<String> told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as("%s", Files.readString(errors)).isZero();
        assertThat(told)
                .containsExactly(
                        "FULL true",
                        "OK true",
                        "FULL true",
                        "OK true",
                        "FULL true",
                        "OK true",
                        "0 free, OK true",
                        "true");
    }
}
