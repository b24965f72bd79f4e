package io.meterweave.it.cost;

import io.meterweave.it.app.RunOverloads;
import io.meterweave.it.app.Staying;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Jdks;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code FootprintCost [runs [flag...]]}: MiB of anonymous memory that a JVM holds ({@code Anonymous} of Linux's
 * {@code smaps_rollup}: heap, metaspace, code, malloc and stacks; no mapped files, whose pages the kernel can take back), without
 * an agent, with Meterweave and with the OpenTelemetry agent, in turns, for a program without inference and for one that
 * has called ONNX Runtime. An agent that is not there fails the run: of Meterweave, which leaves no file where nothing is
 * inferred, {@code jcmd} is asked for the class that all it weaves calls, once the memory has been read. Read two seconds after the program has nothing more to do, by when agents have started. The
 * flags go to all JVMs: {@code -Xmx64m -XX:+UseSerialGC} keeps the heap's own policy from hiding the rest. How to run it:
 * the module's README.
 */
public final class FootprintCost {
    private static final double KIB_PER_MIB = 1024;
    private static final long SETTLING_MILLIS = 2_000;
    private static final int FEWEST_RUNS = 6;
    private static final List<String> KINDS = List.of("no agent", "meterweave", "opentelemetry");

    private FootprintCost() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int runs = Math.max(FEWEST_RUNS, args.length > 0 ? Integer.parseInt(args[0]) : 11);
        String[] flags = args.length > 1 ? List.of(args).subList(1, args.length).toArray(String[]::new) : new String[0];
        for (Jdk jdk : Jdks.all()) {
            for (boolean infers : new boolean[] {false, true}) {
                double[][] mebibytes = new double[KINDS.size()][runs];
                for (int i = 0; i < runs; i++) {
                    for (int kind = 0; kind < KINDS.size(); kind++) {
                        mebibytes[kind][i] = anonymous(jdk, flags, KINDS.get(kind), infers);
                    }
                }
                print(jdk + (infers ? ", RunOverloads" : ", no inference"), flags, mebibytes);
            }
        }
    }

    private static void print(String title, String[] flags, double[][] mebibytes) {
        System.out.println(title + ", anonymous MiB, " + (flags.length == 0 ? "no flags" : String.join(" ", flags))
                + ", median of " + mebibytes[0].length + " [95 % bounds]; over no agent");
        for (int kind = 0; kind < KINDS.size(); kind++) {
            System.out.printf(
                    "  %-14s %s   +%s%n",
                    KINDS.get(kind),
                    Medians.of(mebibytes[kind]),
                    Medians.of(StartupCost.differences(mebibytes[kind], mebibytes[0])));
        }
    }

    private static double anonymous(Jdk jdk, String[] flags, String kind, boolean infers)
            throws IOException, InterruptedException {
        Launch launch = Launch.on(jdk).flags(flags);
        Launch ready = switch (kind) {
            case "meterweave" -> launch.agent();
            case "opentelemetry" -> StartupCost.openTelemetry(launch);
            default -> launch;
        };
        Object[] program = infers ? new Object[] {RunOverloads.class.getName()} : new Object[0];
        Path home;
        double mebibytes;
        try (ForkedJvm jvm = ready.main(Staying.class, program).start()) {
            home = jvm.work().getParent();
            jvm.awaitLine("stays");
            Thread.sleep(SETTLING_MILLIS); // This measures, it tests nothing.
            mebibytes = kib(Path.of("/proc", Long.toString(jvm.pid()), "smaps_rollup")) / KIB_PER_MIB;
            boolean dispatches = dispatches(jdk, jvm.pid());
            Exit exit = jvm.kill();
            boolean active = switch (kind) {
                case "meterweave" ->
                    dispatches && infers == Files.exists(exit.work().resolve("meterweave/instances"));
                case "opentelemetry" -> exit.stderr().contains("opentelemetry-javaagent - version:");
                default -> !dispatches;
            };
            if (!active) {
                throw new IllegalStateException(kind + " was not active: " + exit.stdout() + exit.stderr());
            }
        }
        // Its end looks for what its libraries have unpacked there.
        Trees.delete(home);
        return mebibytes;
    }

    /** Whether the JVM has the class that an agent puts there when it starts, whatever the program does. */
    private static boolean dispatches(Jdk jdk, long pid) {
        Exit exit = Launch.tool(jdk, "jcmd", Long.toString(pid), "VM.class_hierarchy", StartupCost.DISPATCH)
                .run();
        if (exit.code() != 0) {
            throw new IllegalStateException("jcmd: " + exit.stdout() + exit.stderr());
        }
        // The command's own line is the process's number; where there is no such class, no more is said.
        boolean found = exit.stdout().contains(StartupCost.DISPATCH + "/");
        Trees.delete(exit.work().getParent());
        return found;
    }

    private static long kib(Path rollup) throws IOException {
        for (String line : Files.readAllLines(rollup)) {
            if (line.startsWith("Anonymous:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no Anonymous in " + rollup);
    }
}
