package io.meterweave.it.cost.server;

import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Libraries;
import io.meterweave.it.fork.Trees;
import java.nio.file.Path;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** One server from start to end, in a JVM of its own: first answer, warm-up, closed loop, open loop. */
final class Life {
    private static final String LISTENING = "listening on ";
    private static final double NANOS_PER_MILLI = 1e6;
    /** Longer texts take other ways: after the first thousand of them much is compiled anew. */
    private static final int WARM_UP_IN_FULL = 11 * Requests.DIFFERENT;

    private static final Duration TO_END = Duration.ofSeconds(30);

    private final Jdk jdk;
    private final Plan plan;
    private final SpanSink sink;
    private final Path cache;
    private final Requests requests = new Requests(Requests.MOST_WORDS);
    private final Requests shortest = new Requests(1);

    /**
     * Starts nothing yet.
     *
     * @param cache where the tokenizer unpacks its natives, which the first life does for all
     */
    Life(Jdk jdk, Plan plan, SpanSink sink, Path cache) {
        this.jdk = jdk;
        this.plan = plan;
        this.sink = sink;
        this.cache = cache;
    }

    /**
     * Runs it.
     *
     * @param schedule of the open loop
     * @throws IllegalStateException where a request was not answered, or the agent was not active, or there was one
     */
    Figures run(Kind kind, Schedule schedule) {
        long spans = sink.spans();
        long usages = sink.usages();
        Launch launch = kind.launch(server(), sink).args("io.meterweave.example.embedding.EmbeddingServer");
        long start = System.nanoTime();
        Figures figures;
        Path home;
        try (ForkedJvm jvm = launch.start()) {
            home = jvm.work().getParent();
            jvm.awaitLine(LISTENING);
            Load load = new Load(port(jvm), requests);
            load.closed(1, 1);
            double startMillis = (System.nanoTime() - start) / NANOS_PER_MILLI;
            Load warmUp = new Load(port(jvm), shortest);
            warmUp.closed(plan.connections(), plan.warmUp());
            load.closed(plan.connections(), WARM_UP_IN_FULL);

            Allocated allocated = Allocated.of(jdk, jvm.pid());
            Processors before = Processors.now(jvm.pid());
            double perSecond = load.closed(plan.connections(), plan.saturated());
            Processors between = Processors.now(jvm.pid());
            Histogram latency = load.open(Plan.OPEN_CONNECTIONS, schedule);
            Processors after = Processors.now(jvm.pid());
            long bytes = Allocated.of(jdk, jvm.pid()).since(allocated);
            Memory memory = Memory.of(jvm.pid());

            jvm.signal("TERM");
            Exit exit = jvm.await(TO_END);
            figures = new Figures(
                    startMillis,
                    perSecond,
                    (between.server() - before.server()) / plan.saturated(),
                    (after.server() - between.server()) / schedule.count(),
                    (double) bytes / (plan.saturated() + schedule.count()),
                    latency,
                    memory,
                    after.othersSince(before),
                    warmUp.answered() + load.answered(),
                    kind.counted(jdk, exit, sink.spans() - spans));
            check(kind, figures, sink.usages() > usages, exit);
        }
        Trees.delete(home);
        return figures;
    }

    /**
     * The same heap for all kinds. Without {@code nodelay} the end of an answer can wait 40 ms for the client's
     * acknowledgement of its beginning, which is no cost of any agent.
     */
    private Launch server() {
        return Launch.on(jdk)
                .flags("-Xms256m", "-Xmx256m", "-Dsun.net.httpserver.nodelay=true")
                .classpath(Libraries.embeddingServer().toString())
                .env("DJL_CACHE_DIR", cache.toString());
    }

    private static int port(ForkedJvm jvm) {
        return jvm.lines().stream()
                .filter(line -> line.startsWith(LISTENING))
                .map(line -> Integer.valueOf(line.substring(LISTENING.length())))
                .findFirst()
                .orElseThrow();
    }

    private static void check(Kind kind, Figures figures, boolean shipped, Exit exit) {
        if (!kind.isActive(figures.answered(), figures.counted()) || shipped != (kind == Kind.METERWEAVE)) {
            throw new IllegalStateException(kind + ": " + figures.answered() + " requests answered, "
                    + figures.counted() + " counted; what it left is in "
                    + exit.work().getParent() + "\n"
                    + exit.stderr());
        }
    }
}
