package io.meterweave.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault in turn: nothing is doubled, nothing is lost without a word, and by a kill nothing at all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultTableIT {
    private static final boolean LONG = Boolean.getBoolean("it.faults.long");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path temp;

    private FaultTable table;

    static List<FaultTable.Entry> faults() {
        return FaultTable.entries();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void strikes(FaultTable.Entry entry) {
        table = table == null ? new FaultTable(LONG, temp) : table;
        Row row = table.run(entry);
        assertThat(row.holds(entry.fault().mayLose())).as("%s", row).isTrue();
    }

    @AfterAll
    void print() throws IOException {
        System.out.print(table.text());
        Files.writeString(Path.of("target", "fault-table.md"), table.text());
    }
}
