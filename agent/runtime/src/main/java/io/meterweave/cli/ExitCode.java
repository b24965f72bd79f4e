package io.meterweave.cli;

/** What a command tells the shell. */
final class ExitCode {
    /** Everything was read, and nothing was wrong with it. */
    static final int OK = 0;

    /** Something that was read is damaged. */
    static final int FAULT = 1;

    /** The command line itself is wrong. */
    static final int USAGE = 2;

    /** Input could not be read, or not all of it. */
    static final int UNREADABLE = 3;

    /** What the command writes to takes nothing. */
    static final int UNREACHABLE = 4;

    private ExitCode() {}
}
