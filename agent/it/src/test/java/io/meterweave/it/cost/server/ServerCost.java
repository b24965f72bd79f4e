package io.meterweave.it.cost.server;

import io.meterweave.it.cost.Leftovers;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Jdks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * {@code ServerCost [name=number...]}: what a request to {@code examples/embedding-server} costs without an agent, with
 * Meterweave and with the OpenTelemetry agent, whose spans go to this process: saturated throughput in a closed loop, latency in an
 * open loop at 70 % of the throughput without an agent (one life before all others finds it), CPU time, allocation, memory
 * and start-up. A round is one life of each kind, in an order that changes; changes are taken within a round. Fails where an
 * agent was silently off. The arguments: {@link Plan}. How to run it: the module's README.
 */
public final class ServerCost {
    private static final int FEWEST_ROUNDS = 6;

    private ServerCost() {}

    public static void main(String[] arguments) throws IOException {
        Plan plan = Plan.parse(arguments);
        List<Jdk> jdks = Jdks.all().stream()
                .filter(jdk -> plan.jdk() == 0 || plan.jdk() == jdk.feature())
                .toList();
        if (jdks.isEmpty()) {
            throw new IllegalArgumentException("there is no JDK " + plan.jdk() + " among " + Jdks.all());
        }
        if (plan.rounds() < FEWEST_ROUNDS) {
            System.out.println("a trial: fewer than " + FEWEST_ROUNDS + " rounds have no bounds of 95 %");
        }
        Path cache = Files.createTempDirectory("server-cost-");
        Leftovers.removeAtExit(List.of(cache));
        try (SpanSink sink = new SpanSink()) {
            for (Jdk jdk : jdks) {
                measure(jdk, plan, new Life(jdk, plan, sink, cache));
            }
        }
    }

    private static void measure(Jdk jdk, Plan plan, Life life) {
        Figures first = life.run(Kind.NO_AGENT, new Schedule(1, 1, 0));
        double rate = Plan.OPEN_LOAD * first.perSecond();
        System.out.printf(
                "%s, %d rounds; a life: %d requests to warm up, %d on %d connections, then %d s at %.1f requests/s%n",
                jdk, plan.rounds(), plan.warmUp(), plan.saturated(), plan.connections(), plan.openSeconds(), rate);
        Map<Kind, List<Figures>> rounds = new EnumMap<>(Kind.class);
        for (int round = 0; round < plan.rounds(); round++) {
            // Other arrivals in each round, the same for each kind in it.
            Schedule schedule = new Schedule(rate, plan.openSeconds(), round);
            for (Kind kind : Kind.order(round)) {
                Figures figures = life.run(kind, schedule);
                rounds.computeIfAbsent(kind, key -> new ArrayList<>()).add(figures);
                System.out.println("  round " + (round + 1) + ", " + kind + ": " + figures);
            }
        }
        System.out.println(
                jdk + ", median of " + plan.rounds() + " [95 % bounds]; change against no agent in its round");
        System.out.print(new Comparison(rounds));
    }
}
