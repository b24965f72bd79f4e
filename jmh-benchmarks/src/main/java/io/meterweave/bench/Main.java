package io.meterweave.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** Runs every variant on every JDK that lies beside the running one, and prints tables; JSON lines go to a file. */
final class Main {
    private Main() {}

    /** Arguments that are not options restrict the variants to those whose label contains one of them, and the floor. */
    public static void main(String[] arguments)
            throws IOException, InterruptedException, RunnerException, URISyntaxException {
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
        Fork fork = new Fork(target, copy);
        StringBuilder json = new StringBuilder();
        for (Jdks.Jdk jdk : Jdks.all()) {
            for (int threads : List.of(1, 2)) {
                Map<Variant, Figures> rows = measure(fork, jdk, threads, List.of(arguments));
                System.out.println(Report.markdown(jdk.feature(), threads, rows));
                json.append(Report.json(jdk.feature(), threads, rows));
                Files.writeString(target.resolve("benchmarks.jsonl"), json.toString());
            }
        }
    }

    /** A round has one fork of each variant, so that what disturbs the machine for a while disturbs all of them. */
    private static Map<Variant, Figures> measure(Fork fork, Jdks.Jdk jdk, int threads, List<String> labels)
            throws IOException, InterruptedException, RunnerException {
        Map<Variant, Collected> collected = new LinkedHashMap<>();
        for (int round = 0; round < 3; round++) {
            for (Variant variant : Variant.ALL) {
                if (round < variant.forks() && variant.threads().contains(threads) && chosen(variant, labels)) {
                    System.err.printf(
                            "JDK %d, %d thread(s), round %d: %s; load average %.1f%n",
                            jdk.feature(),
                            threads,
                            round + 1,
                            variant.label(),
                            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
                    collected.computeIfAbsent(variant, v -> new Collected()).add(fork.run(variant, jdk, threads));
                }
            }
        }
        Map<Variant, Figures> rows = new LinkedHashMap<>();
        collected.forEach((variant, c) -> rows.put(variant, c.figures()));
        return rows;
    }

    private static boolean chosen(Variant variant, List<String> labels) {
        List<String> wanted = new ArrayList<>(labels);
        wanted.removeIf(label -> !variant.label().contains(label));
        return labels.isEmpty() || variant.label().equals(Variant.FLOOR) || !wanted.isEmpty();
    }
}
