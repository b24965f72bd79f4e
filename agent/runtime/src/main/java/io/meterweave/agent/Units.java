package io.meterweave.agent;

/** Reads numbers with units: {@code 64KiB}, {@code 1ms}. */
public final class Units {
    private static final String[] BYTES = {"B", "KiB", "MiB", "GiB"};
    private static final String[] TIMES = {"ns", "us", "ms", "s", "m", "h", "d"};
    private static final long[] NANOS = {
        1, 1_000, 1_000_000, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L, 86_400_000_000_000L
    };

    private Units() {}

    static long number(String key, String value) {
        if (!value.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(key + "=" + value + ": allowed is a whole number");
        }
        return Long.parseLong(value);
    }

    static long bytes(String key, String value) {
        for (int i = 0; i < BYTES.length; i++) {
            if (value.matches("[0-9]{1,9}" + BYTES[i])) {
                return Long.parseLong(value.substring(0, value.length() - BYTES[i].length())) << (10 * i);
            }
        }
        throw new IllegalArgumentException(key + "=" + value + ": allowed is a size such as 64KiB (B, KiB, MiB, GiB)");
    }

    /**
     * Reads a duration.
     *
     * @param key names it in the message
     * @throws IllegalArgumentException saying what is allowed
     * @throws ArithmeticException where it is too long
     */
    public static long nanos(String key, String value) {
        for (int i = 0; i < TIMES.length; i++) {
            if (value.matches("[0-9]{1,9}" + TIMES[i])) {
                return Math.multiplyExact(
                        Long.parseLong(value.substring(0, value.length() - TIMES[i].length())), NANOS[i]);
            }
        }
        throw new IllegalArgumentException(
                key + "=" + value + ": allowed is a duration such as 1ms (ns, us, ms, s, m, h, d)");
    }
}
