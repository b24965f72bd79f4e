package io.meterweave.it.cost;

import io.meterweave.it.app.HelloWorld;
import io.meterweave.it.app.RunOverloads;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Jdks;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Libraries;
import io.meterweave.it.fork.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * {@code StartupCost [runs]}: milliseconds from start to end of a whole process, without an agent, with Meterweave and
 * with the OpenTelemetry agent, for a program without inference and for one that loads ONNX Runtime. The kinds take
 * turns, so that a slow minute of the machine slows all of them. An agent that is not there fails the run; of Meterweave, which
 * leaves no file where nothing is inferred, the warm-up looks at the classes that are loaded, and of the measured runs this
 * is not seen. How to run it: the module's README.
 */
public final class StartupCost {
    /** Put into a JVM when Meterweave's agent starts, whatever the program does. */
    static final String DISPATCH = "java.lang.MeterweaveDispatch";

    private static final double NANOS_PER_MILLI = 1e6;
    private static final int WARM_UP = 2;
    private static final int FEWEST_RUNS = 6;

    private StartupCost() {}

    public static void main(String[] args) {
        int runs = Math.max(FEWEST_RUNS, args.length > 0 ? Integer.parseInt(args[0]) : 21);
        for (Jdk jdk : Jdks.all()) {
            for (Class<?> program : List.of(HelloWorld.class, RunOverloads.class)) {
                compare(jdk, program, runs);
            }
        }
    }

    private static void compare(Jdk jdk, Class<?> program, int runs) {
        String printed = Launch.on(jdk).main(program).run().stdout();
        boolean infers = program == RunOverloads.class;
        List<Kind> kinds = List.of(
                new Kind("no agent", launch -> launch, exit -> true, new double[runs]),
                new Kind(
                        "meterweave",
                        launch -> launch.agent(),
                        exit -> infers == Files.exists(exit.work().resolve("meterweave/instances")),
                        new double[runs]),
                new Kind(
                        "opentelemetry",
                        StartupCost::openTelemetry,
                        exit -> exit.stderr().contains("opentelemetry-javaagent - version:"),
                        new double[runs]));
        for (int i = -WARM_UP; i < runs; i++) {
            for (Kind kind : kinds) {
                if (i < 0) {
                    kind.warmUp(Launch.on(jdk), program);
                } else {
                    kind.millis[i] = kind.millis(Launch.on(jdk), program, printed);
                }
            }
        }
        System.out.println(
                jdk + ", " + program.getSimpleName() + ", ms, median of " + runs + " [95 % bounds]; over no agent");
        double[] without = kinds.get(0).millis;
        for (Kind kind : kinds) {
            System.out.printf(
                    "  %-14s %s   +%s%n",
                    kind.name, Medians.of(kind.millis), Medians.of(differences(kind.millis, without)));
        }
    }

    static double[] differences(double[] with, double[] without) {
        double[] differences = new double[with.length];
        Arrays.setAll(differences, i -> with[i] - without[i]);
        return differences;
    }

    static Launch openTelemetry(Launch launch) {
        return launch.agent(Libraries.openTelemetryAgent())
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none")
                .env("OTEL_LOGS_EXPORTER", "none");
    }

    /** An agent that is silently off, or a program that fails, would win: {@code active} looks at what a run left. */
    private record Kind(String name, UnaryOperator<Launch> agent, Predicate<Exit> active, double[] millis) {
        void warmUp(Launch launch, Class<?> program) {
            Exit exit = agent.apply(launch.flags("-Xlog:class+load=info:file=loaded.log"))
                    .main(program)
                    .run();
            if (loaded(exit.work().resolve("loaded.log")).contains(DISPATCH) != name.equals("meterweave")) {
                throw new IllegalStateException(name + ": " + DISPATCH + " is missing, or should be: " + exit.stderr());
            }
            Trees.delete(exit.work().getParent());
        }

        private static String loaded(Path log) {
            try {
                return Files.readString(log);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        double millis(Launch launch, Class<?> program, String printed) {
            Launch ready = agent.apply(launch).main(program);
            long start = System.nanoTime();
            Exit exit = ready.run();
            double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
            if (printed.isEmpty() || !exit.stdout().equals(printed) || !active.test(exit)) {
                throw new IllegalStateException(
                        name + " was not active, or the program failed: " + exit.stdout() + exit.stderr());
            }
            Trees.delete(exit.work().getParent());
            return millis;
        }
    }
}
