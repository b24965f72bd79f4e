package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.fork.Exit;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Compares a run with the agent to the same run without. The exit code and all of stdout are equal; stderr is, but for
 * lines that start with {@code meterweave:}, and the JDK's own notice (24 and newer) of whoever calls Unsafe first.
 */
final class Unharmed {
    private static final Pattern UNSAFE_NOTICE = Pattern.compile("WARNING: ("
            + "A terminally deprecated method in sun\\.misc\\.Unsafe has been called"
            + "|sun\\.misc\\.Unsafe::\\w+ (has been called by|will be removed in) .*"
            + "|Please consider reporting this to the maintainers of class .*)");
    private static final Pattern OPEN_TELEMETRY = Pattern.compile("\\[otel\\.javaagent .*");

    private Unharmed() {}

    static void check(Exit without, Exit with) {
        String everything = "stderr with the agent:\n" + with.stderr() + "stderr without:\n" + without.stderr();
        assertThat(with.code()).as(everything).isEqualTo(without.code());
        assertThat(with.stdout()).as(everything).isEqualTo(without.stdout());
        assertThat(remarks(without)).isEmpty();
        assertThat(foreign(with)).as(everything).isEqualTo(foreign(without));
    }

    /** What the agent said. */
    static List<String> remarks(Exit exit) {
        return exit.stderrLines().stream().filter(Unharmed::ours).toList();
    }

    private static List<String> foreign(Exit exit) {
        return exit.stderrLines().stream()
                .filter(line -> !ours(line))
                .filter(line -> !UNSAFE_NOTICE.matcher(line).matches())
                .filter(line -> !OPEN_TELEMETRY.matcher(line).matches())
                .toList();
    }

    private static boolean ours(String line) {
        return line.startsWith("meterweave:");
    }
}
