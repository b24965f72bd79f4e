package io.meterweave.cli;

import java.io.PrintStream;

/** Standard error: one line for each thing to say, and the progress of long scans where a person looks at it. */
final class Messages {
    private static final String START_OF_LINE = "\r\u001b[K";

    private final PrintStream err;
    private final boolean terminal;
    private boolean progress;

    Messages(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /** Whether a person looks at it. */
    boolean isTerminal() {
        return terminal;
    }

    /**
     * Says one line.
     *
     * @param text {@code <what>: <cause>; <what to do>}; may quote what is hostile
     */
    void say(String text) {
        clear();
        err.println("meterweave: " + PlainText.of(text));
        err.flush();
    }

    /** Shows how far a scan has come, over what was shown before. Only for a terminal. */
    void progress(String text) {
        err.print(START_OF_LINE + "meterweave: " + text);
        err.flush();
        progress = true;
    }

    /** Takes the progress away. */
    void clear() {
        if (progress) {
            err.print(START_OF_LINE);
            err.flush();
            progress = false;
        }
    }
}
