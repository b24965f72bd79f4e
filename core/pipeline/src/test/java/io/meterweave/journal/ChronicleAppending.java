package io.meterweave.journal;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The process that is killed: goes on with its numbers where the journal ends, and reports each one appended. Its files
 * roll after so many bytes, and as its second argument says by the hour too.
 */
final class ChronicleAppending {
    static final long ROLL = 256 << 10;

    private ChronicleAppending() {}

    public static void main(String[] args) throws IOException {
        ChronicleEntries.Hours clock = new ChronicleEntries.Hours();
        int entriesAnHour = Integer.parseInt(args[1]);
        ChronicleOptions options = new ChronicleOptions(64 << 10, ROLL, clock);
        // A buffer of one number: a report is on the pipe before the next append begins.
        try (DataOutputStream reports = new DataOutputStream(
                        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), Long.BYTES));
                Journal journal = ChronicleJournal.open(Path.of(args[0]), options)) {
            long[] next = {0};
            journal.backward(entry -> {
                next[0] = ChronicleEntries.number(entry) + 1;
                return false;
            });
            clock.move((int) (next[0] / entriesAnHour));
            while (true) {
                journal.append(ChronicleEntries.entry(next[0]));
                reports.writeLong(next[0]);
                reports.flush();
                if (++next[0] % entriesAnHour == 0) {
                    clock.move(1);
                }
            }
        }
    }
}
