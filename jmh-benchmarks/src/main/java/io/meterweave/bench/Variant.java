package io.meterweave.bench;

import java.util.List;
import java.util.Map;

/**
 * One row of the table.
 *
 * @param label what the table calls it
 * @param benchmark the method
 * @param rig what is around a fork
 * @param parameters of the benchmark
 * @param pace of its bursts
 * @param forks how many forks
 * @param threads with how many calling threads, each
 */
record Variant(
        String label,
        String benchmark,
        Rig.Maker rig,
        Map<String, String> parameters,
        Pace pace,
        int forks,
        List<Integer> threads) {
    static final String FLOOR = "floor: two System.nanoTime()";
    static final String STALLED = "StalledBenchmark.stalled";
    static final String LIBRARY = "ONNX Runtime itself, tiny model, without an agent";
    static final String LIBRARY_METERED = "ONNX Runtime itself, tiny model, hook + record";

    private static final List<Integer> ONE = List.of(1);
    private static final List<Integer> BOTH = List.of(1, 2);
    private static final List<Integer> MORE = List.of(1, 2, 4, 8);
    private static final List<Integer> ENGINE = List.of(1, 4, 8);
    private static final Map<String, String> SUBJECT = Map.of("tokens", "0", "subject", "customer-1");
    private static final String STUB = "HookBenchmark.stub";

    static final List<Variant> ALL = List.of(
            new Variant(FLOOR, "HookBenchmark.floor", PlainRig::stub, Map.of(), Pace.USUAL, 3, MORE),
            metered("stub, subject", STUB, SUBJECT, 3, MORE),
            metered("stub, no subject", STUB, Map.of("tokens", "0", "subject", ""), 1, MORE),
            metered("stub, 4 tokens, subject", STUB, Map.of("tokens", "4", "subject", "customer-1"), 1, ONE),
            metered("stub, subject, in handed work", "HookBenchmark.handed", SUBJECT, 1, ONE),
            annotated("annotated method, subject in a scope", "false", 2, BOTH),
            annotated("annotated method, @Subject", "true", 1, ONE),
            metered("stub in an annotated method", "HookBenchmark.nested", SUBJECT, 1, BOTH),
            ring("heap ring", "journal=memory,exporters=file", Pace.USUAL, 2, BOTH),
            ring("ring full, callers wait", "quota=8GiB", Pace.FLOOD, 1, BOTH),
            ring("ring full, nobody waits", "ring.stripes=2,ring.size=16KiB,ring.wait=0ms", Pace.FLOOD, 1, ONE),
            new Variant(
                    "hook + record, disk full",
                    "FullDiskBenchmark.full",
                    FullDiskRig::new,
                    SUBJECT,
                    Pace.FLOOD,
                    1,
                    ONE),
            stalled("journal stalled, callers wait", ""),
            stalled("journal stalled, nobody waits", "ring.wait=0ms"),
            new Variant("stub without an agent", STUB, PlainRig::stub, SUBJECT, Pace.USUAL, 1, ONE),
            library(LIBRARY, PlainRig::library),
            library(LIBRARY_METERED, MeteredRig::library),
            reader("no inputs", "none"),
            reader("128 tokens, direct buffers", "direct"),
            reader("128 tokens, long[][]", "array"),
            handOff("submit, without an agent", PlainRig::stub, "submit", ""),
            handOff("submit, nobody", place -> MeteredRig.stub(place, ""), "submit", ""),
            handOff("submit, subject", place -> MeteredRig.stub(place, ""), "submit", "customer-1"),
            handOff("runAsync, without an agent", PlainRig::stub, "future", ""),
            handOff("runAsync, nobody", place -> MeteredRig.stub(place, ""), "future", ""),
            handOff("runAsync, subject", place -> MeteredRig.stub(place, ""), "future", "customer-1"),
            span("OpenTelemetry agent, @WithSpan, stub", "SpanBenchmark.span", "spanned", BOTH),
            span("OpenTelemetry agent, @WithSpan with the facts, stub", "SpanBenchmark.told", "customer-1", MORE),
            peer("Micrometer timer + counter, stub", "micrometer", Pace.PEER, BOTH),
            peer("JFR event, stub", "jfr", Pace.PEER, MORE),
            peer("Logback AsyncAppender, never discarding, stub", "logback", Pace.PEER, MORE),
            peer("Kieker, binary file, stub", "kieker", Pace.PEER, ONE),
            peer("Chronicle append on the caller, stub", "chronicle", Pace.PEER, BOTH),
            new Variant(
                    "Kafka send on the caller, stub",
                    "PeerBenchmark.peer",
                    KafkaRig::new,
                    Map.of("peer", "kafka"),
                    Pace.KAFKA,
                    1,
                    BOTH));

    /** What the tables compare others with. */
    static final String HOOK = "hook + record, stub, subject";

    /** The peers that keep a record of each call, with the facts: not Micrometer's sums, nor a span without facts. */
    static final List<String> RECORDING_PEERS = ALL.stream()
            .filter(v ->
                    v.benchmark().equals("PeerBenchmark.peer") || v.benchmark().equals("SpanBenchmark.told"))
            .filter(v -> !v.parameters().containsValue("micrometer"))
            .map(Variant::label)
            .toList();

    private static Variant metered(
            String label, String benchmark, Map<String, String> parameters, int forks, List<Integer> threads) {
        Rig.Maker rig = place -> MeteredRig.stub(place, "");
        return new Variant("hook + record, " + label, benchmark, rig, parameters, Pace.USUAL, forks, threads);
    }

    private static Variant annotated(String label, String argument, int forks, List<Integer> threads) {
        return metered(label, "HookBenchmark.annotated", Map.of("argument", argument), forks, threads);
    }

    private static Variant ring(String label, String options, Pace pace, int forks, List<Integer> threads) {
        Rig.Maker rig = place -> MeteredRig.stub(place, options);
        return new Variant("hook + record, " + label, STUB, rig, SUBJECT, pace, forks, threads);
    }

    private static Variant stalled(String label, String options) {
        Rig.Maker rig = place -> MeteredRig.stub(place, options);
        return new Variant("hook + record, " + label, STALLED, rig, SUBJECT, Pace.FLOOD, 1, ONE);
    }

    private static Variant library(String label, Rig.Maker rig) {
        return new Variant(label, "LibraryBenchmark.run", rig, Map.of(), Pace.USUAL, 3, ENGINE);
    }

    private static Variant reader(String label, String input) {
        Map<String, String> parameters = Map.of("input", input);
        return new Variant(
                "reader, real tensors: " + label,
                "ReaderBenchmark.reader",
                PlainRig::library,
                parameters,
                Pace.USUAL,
                1,
                ONE);
    }

    /** Its one record is the one call that makes the agent weave. */
    private static Variant handOff(String label, Rig.Maker rig, String way, String subject) {
        Map<String, String> parameters = Map.of("way", way, "subject", subject);
        return new Variant("hand-off, " + label, "HandOffBenchmark.handOff", rig, parameters, Pace.USUAL, 1, ONE);
    }

    private static Variant span(String label, String benchmark, String told, List<Integer> threads) {
        Rig.Maker rig = place -> new OpenTelemetryRig(place, told);
        return new Variant(label, benchmark, rig, SUBJECT, Pace.OPENTELEMETRY, 1, threads);
    }

    private static Variant peer(String label, String peer, Pace pace, List<Integer> threads) {
        Rig.Maker rig = place -> PlainRig.peer(place, peer);
        return new Variant(label, "PeerBenchmark.peer", rig, Map.of("peer", peer), pace, 1, threads);
    }
}
