package io.meterweave.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.journal.ChronicleJournal;
import io.meterweave.journal.ChronicleOptions;
import io.meterweave.journal.EpochId;
import io.meterweave.journal.Journal;
import io.meterweave.record.MalformedRecordException;
import io.meterweave.ring.Forks;
import io.meterweave.spi.UsageEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DeadLettersTest {
    @TempDir
    Path temp;

    private final String epoch = EpochId.next();
    private DeadLetters letters;

    @BeforeEach
    void name() {
        letters = new DeadLetters(temp.resolve("dead-letters/hub"), epoch, "hub");
    }

    private List<Refused> refused(String answer, long... sequences) {
        List<Refused> refused = new ArrayList<>();
        for (long sequence : sequences) {
            refused.add(new Refused(RefusalTest.event(epoch, sequence), answer));
        }
        return refused;
    }

    private List<String> open() {
        List<String> found = new ArrayList<>();
        OpenLetters open = OpenLetters.of(letters);
        // Two at a time, as a command reads more than it may hold.
        for (List<DeadLetter> some = open.after(0, 2); !some.isEmpty(); ) {
            some.forEach(letter -> found.add(letter.event().sequence() + " " + letter.answer()));
            some = open.after(some.get(some.size() - 1).event().sequence(), 2);
        }
        assertThat(found).hasSize(open.count());
        return found;
    }

    @Test
    void aLetterIsOpenUntilAMarkSaysOtherwise() throws Exception {
        assertThat(open()).isEmpty();
        assertThat(Files.exists(letters.dir())).as("opened only when needed").isFalse();
        assertThat(letters.keep(refused("no", 3, 5, 9))).isEqualTo(3);
        assertThat(open()).containsExactly("3 no", "5 no", "9 no");

        letters.refusedAgain(Map.of(5L, "still no", 77L, "is no letter"));
        letters.replayed(List.of(3L));
        assertThat(open()).containsExactly("5 still no", "9 no");
        letters.dropped(List.of(9L), "a test's");
        assertThat(open()).containsExactly("5 still no");

        assertThat(letters.keep(refused("once more", 20))).isEqualTo(1);
        assertThat(letters.keep(refused("after a replay", 3))).isEqualTo(1);
        assertThat(letters.keep(refused("and again", 3))).isZero();
        assertThat(open()).containsExactly("3 after a replay", "5 still no", "20 once more");
        for (Path each : List.of(letters.dir(), letters.journal(), letters.dir().resolve(".."))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void oneThatIsKeptAlreadyIsNotKeptTwice() throws Exception {
        letters.keep(refused("first", 3, 5, 9));
        assertThat(letters.keep(refused("second", 5, 7, 9, 11))).isEqualTo(2);
        assertThat(letters.keep(refused("third", 3, 5, 7, 9, 11))).isZero();
        assertThat(open()).containsExactly("3 first", "5 first", "7 second", "9 first", "11 second");
    }

    @Test
    void anEntryThatIsNoneOrAnotherEpochsIsCountedAndPassedOver() throws Exception {
        letters.keep(refused("no", 3));
        try (Journal journal = ChronicleJournal.open(letters.journal(), ChronicleOptions.DEFAULT)) {
            journal.append(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            Refused foreign = new Refused(RefusalTest.event(EpochId.next(), 4), "no");
            journal.append(LetterEntry.letter(foreign, 1).encode());
            UsageEvent wrong = RefusalTest.event(epoch, 6);
            journal.append(LetterEntry.letter(
                            new Refused(new UsageEvent(epoch, 5, wrong.type(), null, wrong.json()), "no"), 1)
                    .encode());
        }
        letters.keep(refused("no", 8));
        assertThat(open()).containsExactly("3 no", "8 no");
        assertThat(OpenLetters.of(letters).damaged()).isEqualTo(3);
    }

    @Test
    void whateverBytesAnEntryHasItIsReadWholeOrRefused() throws Exception {
        ByteBuffer whole = LetterEntry.letter(
                        refused("no, says the target", 12345).get(0), 99)
                .encode();
        LetterEntry entry = LetterEntry.decode(whole, epoch);
        assertThat(entry.event().subject()).isEqualTo("acme");
        assertThat(entry.timeNanos()).isEqualTo(99);
        Random random = new Random(7);
        int malformed = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[whole.remaining()];
            whole.duplicate().get(bytes);
            for (int n = random.nextInt(3); n >= 0; n--) {
                bytes[random.nextInt(i % 2 == 0 ? 28 : bytes.length)] = (byte) random.nextInt();
            }
            ByteBuffer damaged = ByteBuffer.wrap(bytes, 0, i % 5 == 0 ? random.nextInt(bytes.length) : bytes.length);
            try {
                LetterEntry read = LetterEntry.decode(damaged, epoch);
                if (read.event() != null) {
                    assertThat(new String(read.event().json(), StandardCharsets.UTF_8))
                            .contains(epoch + "." + read.sequence())
                            .doesNotContain("\n");
                }
            } catch (MalformedRecordException e) {
                malformed++;
            }
        }
        assertThat(malformed).isGreaterThan(9_000);
    }

    @Test
    void threadsOfOneProcessTakeTurns() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int i = 1; i <= 12; i++) {
                long sequence = i;
                work.add(() -> letters.keep(refused("no", sequence)));
            }
            for (var done : threads.invokeAll(work)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(OpenLetters.of(letters).sequences()).hasSize(12);
    }

    @Test
    void whileAnotherProcessAppendsNothingIsAppended() throws Exception {
        letters.keep(refused("no", 1));
        Process other = Forks.start(
                Path.of(System.getProperty("java.home")),
                temp.resolve("errors"),
                LettersLockProcess.class,
                letters.dir().toString());
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("locked");
            assertThatThrownBy(() -> letters.keep(refused("no", 2)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("held by another process");
            assertThat(open()).as("reading needs no lock").containsExactly("1 no");
        } finally {
            other.toHandle().destroyForcibly();
        }
        other.waitFor();
        assertThat(letters.keep(refused("no", 2))).isEqualTo(1);
    }
}
