package io.meterweave.it.cost.server;

import java.util.ArrayList;
import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds lives of each kind, at least one
 * @param warmUp requests of one word before anything is measured: what is done once a request is compiled after some ten thousand of them
 * @param saturated requests of the closed loop
 * @param connections of the closed loop
 * @param openSeconds length of the open loop
 * @param jdk the feature version of the only JDK, or 0 for all
 */
record Plan(int rounds, int warmUp, int saturated, int connections, int openSeconds, int jdk) {
    /** Of the closed loop's throughput, without an agent. */
    static final double OPEN_LOAD = 0.7;

    /** More than the server has threads, so that a request that is due seldom waits for a connection. */
    static final int OPEN_CONNECTIONS = 32;

    /** As many connections as the server has threads: with fewer it answers less, ONNX Runtime's own threads wait more. */
    private static final Plan DEFAULT = new Plan(10, 40 * Requests.DIFFERENT, 10 * Requests.DIFFERENT, 8, 6, 0);

    /**
     * The default, changed by {@code name=number}.
     *
     * @throws IllegalArgumentException where a name or a number is none
     */
    static Plan parse(String... arguments) {
        List<Integer> values = new ArrayList<>(List.of(
                DEFAULT.rounds,
                DEFAULT.warmUp,
                DEFAULT.saturated,
                DEFAULT.connections,
                DEFAULT.openSeconds,
                DEFAULT.jdk));
        List<String> names = List.of("rounds", "warm-up", "saturated", "connections", "open-seconds", "jdk");
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            int at = equals < 0 ? -1 : names.indexOf(argument.substring(0, equals));
            if (at < 0) {
                throw new IllegalArgumentException(argument + " is none of " + names + " and =<number>");
            }
            int value = Integer.parseInt(argument.substring(equals + 1));
            if (value < 1) {
                throw new IllegalArgumentException(argument + " is less than 1");
            }
            values.set(at, value);
        }
        return new Plan(values.get(0), values.get(1), values.get(2), values.get(3), values.get(4), values.get(5));
    }
}
