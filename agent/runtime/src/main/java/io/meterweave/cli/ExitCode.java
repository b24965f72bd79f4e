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

    /** What the command writes to, or sends to, takes nothing. */
    static final int UNREACHABLE = 4;

    private ExitCode() {}

    /** Of two, the one that says more of what a user must know: unread input, a target that took not all, a fault. */
    static int worse(int a, int b) {
        return Math.max(weight(a), weight(b)) == weight(a) ? a : b;
    }

    private static int weight(int code) {
        return switch (code) {
            case OK -> 0;
            case FAULT -> 1;
            case UNREACHABLE -> 2;
            default -> 3;
        };
    }
}
