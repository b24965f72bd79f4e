package io.meterweave.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs one fork of one variant, and counts what has arrived of its calls. */
final class Fork {
    private static final int WARMUP = 3;

    /** After 3 s it was up to six times slower on JDK 17 than after 15 s: that would flatter us. */
    private static final int WARMUP_OF_OPENTELEMETRY = 15;

    private static final int ITERATIONS = 5;
    private static final TimeValue TIME = TimeValue.seconds(1);

    private final Path target;
    private final Path agent;

    /** What one fork gave. */
    record Outcome(
            Collection<BenchmarkResult> results,
            long calls,
            @Nullable Arrivals arrivals) {}

    Fork(Path target, Path agent) {
        this.target = target;
        this.agent = agent;
    }

    Outcome run(Variant variant, Jdks.Jdk jdk, int threads) throws IOException, InterruptedException, RunnerException {
        Path work = Files.createTempDirectory(target, "fork");
        Path tally = work.resolve("tally");
        List<String> jvm = new ArrayList<>(List.of("-Xmx1g", "-Dbench.tally=" + tally));
        // JMH gives its own class path to forks; the stub and the real library must not meet on one.
        System.setProperty("java.class.path", classPath(variant.agent()));
        if (variant.agent() == Variant.Agent.OPENTELEMETRY) {
            return withSink(variant, jdk, threads, jvm, tally);
        }
        if (variant.agent() == Variant.Agent.METERWEAVE) {
            jvm.add("-javaagent:" + agent + "=dir=" + work.resolve("usage"));
        }
        Collection<BenchmarkResult> results = jmh(variant, jdk, threads, jvm);
        Map<String, Long> told = told(tally);
        long calls = told.getOrDefault("calls", 0L);
        Arrivals arrivals = null;
        if (variant.agent() == Variant.Agent.METERWEAVE) {
            arrivals = Arrivals.dump(jdk.java(), agent, work.resolve("usage"));
        } else if (told.containsKey("arrived")) {
            arrivals = new Arrivals(told.getOrDefault("arrived", 0L), 0);
        }
        delete(work);
        return new Outcome(results, calls, arrivals);
    }

    private Outcome withSink(Variant variant, Jdks.Jdk jdk, int threads, List<String> jvm, Path tally)
            throws IOException, InterruptedException, RunnerException {
        try (SpanSinkProcess sink = SpanSinkProcess.start(jdk.java(), classPath(Variant.Agent.NONE))) {
            jvm.add("-javaagent:" + target.resolve("opentelemetry-javaagent.jar"));
            jvm.add("-Dotel.exporter.otlp.endpoint=" + sink.endpoint());
            jvm.add("-Dotel.exporter.otlp.protocol=http/protobuf");
            jvm.add("-Dotel.metrics.exporter=none");
            jvm.add("-Dotel.logs.exporter=none");
            // So that as few as possible are dropped: by default the queue holds 2,048.
            jvm.add("-Dotel.bsp.max.queue.size=65536");
            jvm.add("-Dotel.bsp.max.export.batch.size=2048");
            jvm.add("-Dotel.bsp.schedule.delay=200");
            jvm.add("-Dbench.period=6000000");
            Collection<BenchmarkResult> results = jmh(variant, jdk, threads, jvm);
            long calls = told(tally).getOrDefault("calls", 0L);
            return new Outcome(results, calls, new Arrivals(sink.spans(), 0));
        }
    }

    private Collection<BenchmarkResult> jmh(Variant variant, Jdks.Jdk jdk, int threads, List<String> jvm)
            throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\Q" + variant.benchmark() + "\\E$")
                .jvm(jdk.java())
                .jvmArgs(jvm.toArray(new String[0]))
                .forks(1)
                .threads(threads)
                .warmupIterations(variant.agent() == Variant.Agent.OPENTELEMETRY ? WARMUP_OF_OPENTELEMETRY : WARMUP)
                .warmupTime(TIME)
                .measurementIterations(ITERATIONS)
                .measurementTime(TIME)
                .addProfiler(GCProfiler.class)
                .addProfiler(BurstFigures.class)
                .shouldFailOnError(true)
                .output(target.resolve("jmh.log").toString());
        variant.parameters().forEach(options::param);
        Collection<RunResult> runs = new Runner(options.build()).run();
        List<BenchmarkResult> results = new ArrayList<>();
        runs.forEach(run -> results.addAll(run.getBenchmarkResults()));
        return results;
    }

    private String classPath(Variant.Agent kind) throws IOException {
        String benchmarks = target.resolve("benchmarks.jar").toString();
        if (kind != Variant.Agent.REAL_LIBRARY) {
            return benchmarks + ":" + target.resolve("onnxruntime-stub.jar");
        }
        try (Stream<Path> jars = Files.list(target.resolve("lib-reader"))) {
            return jars.map(Path::toString).reduce(benchmarks, (all, jar) -> all + ":" + jar);
        }
    }

    private static Map<String, Long> told(Path tally) throws IOException {
        Map<String, Long> told = new HashMap<>();
        for (String line : Files.readAllLines(tally)) {
            int equals = line.indexOf('=');
            told.merge(line.substring(0, equals), Long.valueOf(line.substring(equals + 1)), Long::sum);
        }
        return told;
    }

    private static void delete(Path work) throws IOException {
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
