package io.meterweave.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/**
 * {@code [--full] [LABEL…]}: runs the variants, and writes {@code benchmarks.json}, a table and a chart of it. On the
 * running JDK, with 1 and 2 threads; {@code --full}: on each JDK from 17 on that lies beside it, and with 4 and 8 threads
 * too, for the rows that
 * matter there. Labels restrict the variants to those whose label contains one of them, and the floor.
 *
 * <p>{@code report FILE}: the table and the chart of such a file.
 */
final class Main {
    private static final String FULL = "--full";

    private final Fork fork;
    private final Path json;
    private final List<Results.Row> rows = new ArrayList<>();
    private boolean failed;

    private Main(Fork fork, Path json) {
        this.fork = fork;
        this.json = json;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, URISyntaxException {
        List<String> labels = new ArrayList<>(List.of(arguments));
        if (labels.size() == 2 && labels.get(0).equals("report")) {
            report(Path.of(labels.get(1)));
            return;
        }
        boolean full = labels.remove(FULL);
        Path jar = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path target = jar.toAbsolutePath().getParent();
        if (target == null) {
            throw new IOException("no directory: " + jar);
        }
        Path agent = Path.of(System.getProperty(
                "bench.agent",
                target.resolve("../../agent/dist/target/meterweave-agent.jar").toString()));
        Path copy = target.resolve("measured-agent.jar");
        Files.copy(agent, copy, StandardCopyOption.REPLACE_EXISTING);
        Plan plan = possible(Plan.of(full ? Jdks.all() : List.of(Jdks.running()), full, labels));
        Main main = new Main(new Fork(target, copy), target.resolve("benchmarks.json"));
        main.run(plan);
        report(main.json);
        System.exit(main.failed ? 1 : 0);
    }

    /** Without what this machine has no means for, which is no failure. */
    private static Plan possible(Plan plan) throws IOException {
        Plan without = plan.without(Variant.STALLED);
        if (without.steps().size() == plan.steps().size() || Tracing.isPossible()) {
            return plan;
        }
        say("rows with a stalled journal are left out: they need Linux, strace 4.22 or newer (apt-get install strace),"
                + " and leave to trace (root, or sysctl kernel.yama.ptrace_scope=0)");
        return without;
    }

    private void run(Plan plan) throws IOException, InterruptedException {
        say("%d forks, about %s", plan.steps().size(), minutes(plan.estimate()));
        long start = System.nanoTime();
        Map<Variant, Collected> table = new LinkedHashMap<>();
        Plan.Step last = null;
        for (Plan.Step step : plan.steps()) {
            if (last != null && !last.sameTable(step)) {
                close(table, last);
            }
            last = step;
            run(step, table);
        }
        if (last != null) {
            close(table, last);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        say(
                "took %s; said was %s; beside its calls a fork took %.1f s",
                minutes(took),
                minutes(plan.estimate()),
                took.minus(plan.calling()).toMillis()
                        / 1e3
                        / Math.max(1, plan.steps().size()));
    }

    private void run(Plan.Step step, Map<Variant, Collected> table) throws IOException, InterruptedException {
        Variant variant = step.variant();
        say(
                "JDK %d, %d thread(s), round %d: %s; load average %.1f",
                step.jdk().feature(),
                step.threads(),
                step.round(),
                variant.label(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        try {
            table.computeIfAbsent(variant, v -> new Collected(v.pace().calls())).add(fork.run(step));
        } catch (RunnerException | IOException e) {
            failed = true;
            say("this one failed: %s; jmh.log says how", e);
        }
    }

    private void close(Map<Variant, Collected> table, Plan.Step step) throws IOException {
        for (Map.Entry<Variant, Collected> row : table.entrySet()) {
            Figures figures = row.getValue().figures();
            if (!figures.medians().isEmpty()) {
                rows.add(new Results.Row(
                        step.jdk().feature(), step.threads(), row.getKey().label(), figures));
            }
        }
        table.clear();
        new Results(Instant.now().toString(), Runtime.getRuntime().availableProcessors(), Pace.shortened(), rows)
                .write(json);
    }

    private static void report(Path json) throws IOException {
        Results results = Results.read(json);
        System.out.println(Report.markdown(results));
        Path chart = json.resolveSibling(json.getFileName().toString().replaceFirst("\\.json$", "") + ".svg");
        Files.writeString(chart, Chart.svg(results));
        say("%s, %s", json, chart);
    }

    private static String minutes(Duration duration) {
        return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }

    private static void say(String format, Object... arguments) {
        System.err.printf(format + "%n", arguments);
    }
}
