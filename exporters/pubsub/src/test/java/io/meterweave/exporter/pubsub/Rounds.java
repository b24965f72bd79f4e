package io.meterweave.exporter.pubsub;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Ways of sending the same, measured in turns in one process: each round takes each of them once, and begins with another
 * one than the round before. Prints the table of docs/benchmarks.md; the first way is what the others are compared with.
 */
final class Rounds {
    /** Sends a round's events, and returns when they are acknowledged. */
    interface Way {
        void send() throws Exception;
    }

    /** Throws where they have not all arrived, nothing else, and nothing twice. */
    interface Check {
        void run() throws Exception;
    }

    private static final int WARM_UP = 3;
    private static final int ROUNDS = 9;

    private final Check check;
    private final List<String> names = new ArrayList<>();
    private final List<Way> ways = new ArrayList<>();
    private final List<List<Double>> nanos = new ArrayList<>();

    Rounds(Check check) {
        this.check = check;
    }

    Rounds add(String name, Way way) {
        names.add(name);
        ways.add(way);
        nanos.add(new ArrayList<>());
        return this;
    }

    /**
     * Measures, and prints.
     *
     * @param events how many each way sends in a round
     */
    void print(String title, int events) throws Exception {
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (int i = 0; i < ways.size(); i++) {
                int which = Math.floorMod(round + i, ways.size());
                long begin = System.nanoTime();
                ways.get(which).send();
                long took = System.nanoTime() - begin;
                check.run();
                if (round >= 0) {
                    nanos.get(which).add((double) took);
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%n%s; JDK %s, %d rounds of %,d events%n%n| | events/s | lowest to highest | %s takes × as long | lowest to"
                        + " highest |%n|---|--:|--:|--:|--:|%n",
                title,
                System.getProperty("java.version"),
                ROUNDS,
                events,
                names.get(0));
        for (int i = 0; i < ways.size(); i++) {
            List<Double> rates = new ArrayList<>();
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                rates.add(1e9 * events / nanos.get(i).get(round));
                ratios.add(nanos.get(0).get(round) / nanos.get(i).get(round));
            }
            Collections.sort(rates);
            Collections.sort(ratios);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,.0f | %,.0f to %,.0f | %.2f | %.2f to %.2f |%n",
                    names.get(i),
                    rates.get(ROUNDS / 2),
                    rates.get(0),
                    rates.get(ROUNDS - 1),
                    ratios.get(ROUNDS / 2),
                    ratios.get(0),
                    ratios.get(ROUNDS - 1));
        }
    }
}
