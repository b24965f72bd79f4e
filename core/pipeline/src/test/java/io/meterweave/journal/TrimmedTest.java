package io.meterweave.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrimmedTest {
    private static final String HASH = "0123456789abcdef".repeat(4);

    @TempDir
    Path dir;

    @Test
    void nothingWasTrimmedWhereNothingSaysSo() {
        assertThat(Trimmed.read(dir)).isEqualTo(Trimmed.NOTHING);
    }

    @Test
    void isReadAsItWasWritten() throws Exception {
        new Trimmed(7, Trimmed.NO_MANIFEST).write(dir);
        Trimmed.reserve(dir);
        Files.writeString(dir.resolve("trimmed.tmp"), "left by who died while writing it");
        new Trimmed(999_999_999_999_999_999L, HASH).write(dir);

        assertThat(Trimmed.read(dir)).isEqualTo(new Trimmed(999_999_999_999_999_999L, HASH));
        assertThat(dir.resolve("trimmed")).hasContent("999999999999999999 " + HASH + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("trimmed"))))
                .isEqualTo("rw-------");
        assertThat(dir.toFile().list()).containsExactly("trimmed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "7 ",
                "7 HASH",
                "07 HASH\n",
                "-7 HASH\n",
                "7 HASH\n\n",
                "7  HASH\n",
                "7 HASH0\n",
                "1000000000000000000 HASH\n"
            })
    void anotherContentIsRefused(String content) throws Exception {
        Files.writeString(dir.resolve("trimmed"), content.replace("HASH", HASH));

        assertThatThrownBy(() -> Trimmed.read(dir))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(dir.resolve("trimmed").toString());
    }
}
