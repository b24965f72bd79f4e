package io.meterweave.it.faults;

/**
 * What became of the calls of the JVMs that one fault has struck.
 *
 * @param injected how often it was injected
 * @param acknowledged calls that had returned to their caller, who had noted that
 * @param found records of calls
 * @param lost acknowledged calls without a record
 * @param doubled records beyond the first of their call
 * @param unreported lost calls that no loss event and no gap in a sequence tells of
 */
public record Row(long injected, long acknowledged, long found, long lost, long doubled, long unreported) {
    static final Row NONE = new Row(0, 0, 0, 0, 0, 0);

    Row plus(Row other) {
        return new Row(
                injected + other.injected,
                acknowledged + other.acknowledged,
                found + other.found,
                lost + other.lost,
                doubled + other.doubled,
                unreported + other.unreported);
    }

    boolean holds(boolean mayLose) {
        return injected > 0 && acknowledged > 0 && doubled == 0 && unreported == 0 && (mayLose || lost == 0);
    }

    String line(String name) {
        return String.format(
                "| %-58s | %8d | %12d | %9d | %7d | %7d | %10d |",
                name, injected, acknowledged, found, lost, doubled, unreported);
    }

    static String head() {
        return String.format(
                        "| %-58s | injected | acknowledged |   found   |  lost   | doubled | unreported |", "fault")
                + "\n|" + "-".repeat(60) + "|---------:|-------------:|----------:|--------:|--------:|-----------:|";
    }
}
