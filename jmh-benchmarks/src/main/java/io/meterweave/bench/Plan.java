package io.meterweave.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is run, in order.
 *
 * @param steps one fork each
 */
record Plan(List<Step> steps) {
    /**
     * What a fork takes beside its calls: two JVMs or three that start, and what arrived to be counted. Runs had 1.8 s for
     * hooks, and 2.2 s with peers and the stalled journal among them (2 cores, 26 November 2026).
     */
    private static final Duration OVERHEAD = Duration.ofMillis(2_200);

    private static final int MOST_FORKS = 3;
    private static final List<Integer> THREADS = List.of(1, 2);
    private static final List<Integer> ALL_THREADS = List.of(1, 2, 4, 8);

    /**
     * One fork.
     *
     * @param jdk on which JDK
     * @param threads that call
     * @param round its number among the variant's forks
     * @param variant of which row
     */
    record Step(Jdks.Jdk jdk, int threads, int round, Variant variant) {
        /** Whether two belong to the same table. */
        boolean sameTable(Step other) {
            return jdk.equals(other.jdk) && threads == other.threads;
        }
    }

    /**
     * Plans. A round has one fork of each variant, so that what disturbs the machine for a while disturbs all of them.
     *
     * @param jdks on which JDKs
     * @param full with 4 threads and with 8 too, one fork each of the rows that have so many
     * @param labels only variants whose label contains one of them, and the floor; none for all
     */
    static Plan of(List<Jdks.Jdk> jdks, boolean full, List<String> labels) {
        List<Step> steps = new ArrayList<>();
        for (Jdks.Jdk jdk : jdks) {
            for (int threads : full ? ALL_THREADS : THREADS) {
                for (int round = 1; round <= MOST_FORKS; round++) {
                    for (Variant variant : Variant.ALL) {
                        if (round <= forks(variant, threads) && chosen(variant, labels)) {
                            steps.add(new Step(jdk, threads, round, variant));
                        }
                    }
                }
            }
        }
        return new Plan(steps);
    }

    private static int forks(Variant variant, int threads) {
        if (!variant.threads().contains(threads)) {
            return 0;
        }
        return threads > 2 ? 1 : variant.forks();
    }

    private static boolean chosen(Variant variant, List<String> labels) {
        return labels.isEmpty()
                || variant.label().equals(Variant.FLOOR)
                || labels.stream().anyMatch(variant.label()::contains);
    }

    /** The same without the rows of one benchmark. */
    Plan without(String benchmark) {
        return new Plan(steps.stream()
                .filter(step -> !step.variant().benchmark().equals(benchmark))
                .toList());
    }

    /** How long it will take, about. */
    Duration estimate() {
        return calling().plus(OVERHEAD.multipliedBy(steps.size()));
    }

    /** How long calls will be made. */
    Duration calling() {
        return steps.stream().map(step -> step.variant().pace().calling()).reduce(Duration.ZERO, Duration::plus);
    }
}
