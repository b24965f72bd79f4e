package io.meterweave.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a file cannot grow, an append throws, the JVM lives, and what was appended is there. */
class ChronicleFullTest {
    @TempDir
    Path temp;

    static List<Path> jdks() throws IOException {
        return ChronicleForks.jdks();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    @Timeout(120)
    void aFileThatCannotGrowIsAnException(Path jdk) throws Exception {
        Path errors = temp.resolve("errors");
        Process process = ChronicleForks.startLimited(
                jdk,
                1024,
                errors,
                ChronicleFilling.class,
                temp.resolve("journal").toString());
        List<String> told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as("%s", Files.readString(errors)).isZero();
        assertThat(told).hasSize(4);
        assertThat(told.get(0)).matches("[1-9]\\d{3} Cannot append to the journal .*check the disk's space and rights");
        assertThat(told.get(1)).startsWith("0 Cannot append");
        assertThat(told.get(2)).matches("[1-9]\\d{3} Cannot append.*");
        assertThat(told.get(3)).isEqualTo("true");
    }
}
