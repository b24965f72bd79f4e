package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.Jdk;
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
    private static final Pattern ATTACH_NOTICE = Pattern.compile("WARNING: ("
            + "A Java agent has been loaded dynamically \\(.*\\)"
            + "|If a serviceability tool is (not )?in use, please run with .*"
            + "|Dynamic loading of agents will be disallowed by default in a future release)");
    private static final int FIRST_WITH_ATTACH_NOTICE = 21;
    private static final Pattern OPEN_TELEMETRY = Pattern.compile("\\[otel\\.javaagent .*");

    private Unharmed() {}

    static void check(Exit without, Exit with) {
        String everything = "stderr with the agent:\n" + with.stderr() + "stderr without:\n" + without.stderr();
        assertThat(with.code()).as(everything).isEqualTo(without.code());
        assertThat(with.stdout()).as(everything).isEqualTo(without.stdout());
        assertThat(remarks(without)).isEmpty();
        assertThat(foreign(with)).as(everything).isEqualTo(foreign(without));
    }

    /** The same where the agent was attached, of which the JDK (21 and newer) makes four lines. */
    static void checkAttached(Jdk jdk, Exit without, Exit with) {
        assertThat(with.code()).as(with.stderr()).isEqualTo(without.code());
        assertThat(with.stdout()).as(with.stderr()).isEqualTo(without.stdout());
        List<String> rest = foreign(with);
        int noticed = rest.size();
        rest = rest.stream()
                .filter(line -> !ATTACH_NOTICE.matcher(line).matches())
                .toList();
        assertThat(noticed - rest.size()).isEqualTo(jdk.feature() < FIRST_WITH_ATTACH_NOTICE ? 0 : 4);
        assertThat(rest).as(with.stderr()).isEqualTo(foreign(without));
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
