package io.meterweave.bench;

import java.util.List;
import java.util.Map;

/**
 * One row of the table.
 *
 * @param label what the table calls it
 * @param benchmark the method
 * @param agent what the fork runs under
 * @param parameters of the benchmark
 * @param forks how many forks
 * @param threads with how many calling threads, each
 */
record Variant(
        String label, String benchmark, Agent agent, Map<String, String> parameters, int forks, List<Integer> threads) {
    /** What a fork runs under. */
    enum Agent {
        NONE,
        METERWEAVE,
        OPENTELEMETRY,
        /** None, and the real library on the class path in place of the stub. */
        REAL_LIBRARY
    }

    private static final List<Integer> ONE = List.of(1);
    private static final List<Integer> BOTH = List.of(1, 2);
    private static final String HOOK = "HookBenchmark.";
    private static final String READER = "ReaderBenchmark.reader";

    static final String FLOOR = "floor: two System.nanoTime()";

    static final List<Variant> ALL = List.of(
            new Variant(FLOOR, HOOK + "floor", Agent.NONE, Map.of(), 3, BOTH),
            hook("hook + record, stub, subject", "0", "customer-1", 3),
            hook("hook + record, stub, no subject", "0", "", 3),
            hook("hook + record, stub, 4 tokens, subject", "4", "customer-1", 1),
            annotated("hook + record, annotated method, subject in a scope", "false"),
            annotated("hook + record, annotated method, @Subject", "true"),
            new Variant(
                    "hook + record, stub, subject, in handed work",
                    HOOK + "handed",
                    Agent.METERWEAVE,
                    Map.of("tokens", "0", "subject", "customer-1"),
                    3,
                    BOTH),
            new Variant("stub without an agent", HOOK + "stub", Agent.NONE, Map.of(), 1, ONE),
            new Variant("OpenTelemetry agent, @WithSpan, stub", HOOK + "span", Agent.OPENTELEMETRY, Map.of(), 1, BOTH),
            new Variant("Micrometer timer + counter, stub", HOOK + "micrometer", Agent.NONE, Map.of(), 1, BOTH),
            reader("reader, real tensors: no inputs", "none"),
            reader("reader, real tensors: 128 tokens, direct buffers", "direct"),
            reader("reader, real tensors: 128 tokens, long[][]", "array"),
            handOff("hand-off, submit, without an agent", Agent.NONE, "submit", ""),
            handOff("hand-off, submit, nobody", Agent.METERWEAVE, "submit", ""),
            handOff("hand-off, submit, subject", Agent.METERWEAVE, "submit", "customer-1"),
            handOff("hand-off, runAsync, without an agent", Agent.NONE, "future", ""),
            handOff("hand-off, runAsync, nobody", Agent.METERWEAVE, "future", ""),
            handOff("hand-off, runAsync, subject", Agent.METERWEAVE, "future", "customer-1"));

    private static Variant hook(String label, String tokens, String subject, int forks) {
        return new Variant(
                label, HOOK + "stub", Agent.METERWEAVE, Map.of("tokens", tokens, "subject", subject), forks, BOTH);
    }

    private static Variant annotated(String label, String argument) {
        return new Variant(label, HOOK + "annotated", Agent.METERWEAVE, Map.of("argument", argument), 3, ONE);
    }

    /** Its one record is the one call that makes the agent weave. */
    private static Variant handOff(String label, Agent agent, String way, String subject) {
        return new Variant(label, "HandOffBenchmark.handOff", agent, Map.of("way", way, "subject", subject), 3, ONE);
    }

    private static Variant reader(String label, String input) {
        return new Variant(label, READER, Agent.REAL_LIBRARY, Map.of("input", input), 1, ONE);
    }
}
