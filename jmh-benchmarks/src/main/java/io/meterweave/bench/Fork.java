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
    private final Path target;
    private final Path agent;

    /** What one fork gave; the longest call in nanoseconds, null where it told of none. */
    record Outcome(
            Collection<BenchmarkResult> results,
            long calls,
            @Nullable Long longest,
            @Nullable Arrivals arrivals) {}

    Fork(Path target, Path agent) {
        this.target = target;
        this.agent = agent;
    }

    Outcome run(Plan.Step step) throws IOException, InterruptedException, RunnerException {
        Path work = Files.createTempDirectory(target, "fork");
        Path tally = work.resolve("tally");
        Variant variant = step.variant();
        try (Rig rig = variant.rig().make(new Place(target, agent, step.jdk(), work))) {
            List<String> jvm = new ArrayList<>(List.of("-Xmx1g", "-Dbench.tally=" + tally, "-Dbench.work=" + work));
            jvm.addAll(variant.pace().arguments(step.threads()));
            jvm.addAll(rig.arguments());
            // JMH gives its own class path to forks; the stub and the real library must not meet on one.
            System.setProperty("java.class.path", rig.classPath());
            Collection<BenchmarkResult> results = jmh(variant, rig.java(), step.threads(), jvm);
            Map<String, Long> told = told(tally);
            return new Outcome(results, told.getOrDefault("calls", 0L), told.get("longest"), rig.arrivals(told));
        } finally {
            delete(work);
        }
    }

    private Collection<BenchmarkResult> jmh(Variant variant, String java, int threads, List<String> jvm)
            throws RunnerException {
        Pace pace = variant.pace();
        TimeValue length = TimeValue.milliseconds(pace.iteration().toMillis());
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\Q" + variant.benchmark() + "\\E$")
                .jvm(java)
                .jvmArgs(jvm.toArray(new String[0]))
                .forks(1)
                .threads(threads)
                .warmupIterations(pace.warmups())
                .warmupTime(length)
                .measurementIterations(pace.iterations())
                .measurementTime(length)
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
