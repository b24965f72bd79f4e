package io.meterweave.journal;

import java.nio.file.Path;

/** The process that runs into a limit on its files' size: appends until it may not, then says how that went. */
final class ChronicleFilling {
    private ChronicleFilling() {}

    public static void main(String[] args) {
        ChronicleEntries.Hours clock = new ChronicleEntries.Hours();
        try (Journal journal = ChronicleEntries.open(Path.of(args[0]), clock)) {
            long appended = fill(journal, 0);
            appended = fill(journal, appended);
            clock.move(1);
            appended = fill(journal, appended);
            System.out.println(ChronicleEntries.read(journal).equals(ChronicleEntries.numbers(0, appended)));
        }
    }

    private static long fill(Journal journal, long from) {
        long next = from;
        try {
            while (true) {
                journal.append(ChronicleEntries.entry(next));
                next++;
            }
        } catch (JournalException e) {
            System.out.println((next - from) + " " + e.getMessage());
            return next;
        }
    }
}
