package io.meterweave.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** All that is written to the process's streams and to its log while a test looks, and what the test itself adds. */
final class Overheard implements AutoCloseable {
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final StringWriter told = new StringWriter();
    private final Properties properties = (Properties) System.getProperties().clone();
    private final Logger root = Logger.getLogger("");
    private final @Nullable Level level = root.getLevel();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord each) {
            add(each.getLoggerName() + ": " + each.getMessage());
            add(each.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    Overheard() {
        PrintStream both = new PrintStream(written, true, UTF_8);
        System.setOut(both);
        System.setErr(both);
        root.setLevel(Level.ALL);
        root.addHandler(handler);
    }

    /** Adds what somebody is shown. */
    synchronized void add(@Nullable Object text) {
        told.append(String.valueOf(text)).append('\n');
    }

    /** Adds a failure with its causes and all that it says of itself. */
    synchronized void add(@Nullable Throwable thrown) {
        if (thrown != null) {
            thrown.printStackTrace(new PrintWriter(told, true));
        }
    }

    /** Checks that nothing of it is a secret. */
    synchronized void assertWithout(Set<String> secrets) {
        String all = told + written.toString(UTF_8);
        for (String secret : secrets) {
            assertThat(all.contains(secret))
                    .as("a secret is shown: %s", masked(all, secret))
                    .isFalse();
        }
    }

    private static String masked(String all, String secret) {
        int at = all.indexOf(secret);
        String before = at < 0 ? "" : all.substring(Math.max(0, at - 200), at);
        return before + "***";
    }

    /** Checks that nothing was written to the process's streams or set in its system properties. */
    void assertSilent() {
        assertThat(written.toString(UTF_8))
                .as("what is written to the application's streams")
                .isEmpty();
        assertThat(System.getProperties())
                .as("the application's system properties")
                .isEqualTo(properties);
    }

    @Override
    public void close() {
        root.removeHandler(handler);
        root.setLevel(level);
        System.setOut(out);
        System.setErr(err);
    }
}
