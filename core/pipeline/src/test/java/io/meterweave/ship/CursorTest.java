package io.meterweave.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.journal.JournalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CursorTest {
    @TempDir
    Path temp;

    private Path file;

    @BeforeEach
    void name() {
        file = temp.resolve("hub");
    }

    private void move(long... sequences) throws IOException {
        try (Cursor cursor = Cursor.open(file)) {
            for (long sequence : sequences) {
                cursor.move(sequence * 100, sequence);
            }
        }
    }

    private void check(long sequence) throws IOException {
        try (Cursor cursor = Cursor.open(file)) {
            assertThat(cursor.sequence()).isEqualTo(sequence);
            assertThat(cursor.position()).isEqualTo(sequence * 100);
        }
    }

    @Test
    void keepsTheLastPlaceOverReopening() throws Exception {
        check(0);
        for (long sequence = 1; sequence < 50; sequence += 3) {
            move(sequence);
            check(sequence);
            move(sequence + 1, sequence + 2);
            check(sequence + 2);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.size(file)).isEqualTo(64);
    }

    @Test
    void aTornWriteLeavesTheOlderPlace() throws Exception {
        for (long[] moves : new long[][] {{5, 6}, {5, 6, 7}}) {
            Files.deleteIfExists(file);
            move(moves);
            byte[] whole = Files.readAllBytes(file);
            long last = moves[moves.length - 1];
            int older = 0;
            int cases = 0;
            for (int at = 0; at < whole.length; at++) {
                byte[] torn = whole.clone();
                torn[at] ^= 0x55;
                Files.write(file, torn);
                try (Cursor cursor = Cursor.open(file)) {
                    assertThat(cursor.sequence()).isIn(last, last - 1);
                    assertThat(cursor.position()).isEqualTo(100 * cursor.sequence());
                    older += cursor.sequence() == last - 1 ? 1 : 0;
                    cases++;
                }
            }
            assertThat(older).isBetween(20, 32);
            assertThat(cases).isEqualTo(64);
        }
    }

    @Test
    void goesOnAfterATornWriteWithoutOverwritingWhatIsLeft() throws Exception {
        move(5, 6);
        byte[] bytes = Files.readAllBytes(file);
        bytes[8] ^= 1; // The slot of 6.
        Files.write(file, bytes);
        check(5);
        move(9);
        bytes = Files.readAllBytes(file);
        move(10);
        check(10);
        Files.write(file, bytes);
        check(9);
    }

    @Test
    void aFileOfWhichNothingIsLeftIsRefused() throws Exception {
        Random random = new Random(5);
        byte[] bytes = new byte[64];
        for (int i = 0; i < 100; i++) {
            random.nextBytes(bytes);
            Files.write(file, bytes);
            assertThatThrownBy(() -> Cursor.open(file))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("remove it");
        }
        move0();
        byte[] both = Files.readAllBytes(file);
        both[0] ^= 1;
        both[32] ^= 1;
        Files.write(file, both);
        assertThatThrownBy(() -> Cursor.open(file)).isInstanceOf(JournalException.class);
    }

    private void move0() throws IOException {
        Files.delete(file);
        move(1, 2);
    }

    @Test
    void aFileThatWasNeverWrittenIsAtTheBeginning() throws Exception {
        for (int length : new int[] {0, 1, 31, 32, 40, 64}) {
            Files.write(file, new byte[length]);
            check(0);
            move(3);
            check(3);
            Files.delete(file);
        }
    }
}
