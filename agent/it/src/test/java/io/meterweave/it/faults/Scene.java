package io.meterweave.it.faults;

import io.meterweave.it.Instances;
import io.meterweave.it.app.Ack;
import io.meterweave.it.app.Endings;
import io.meterweave.it.fork.Await;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * One service on one directory, for one round of a fault.
 *
 * @param home an empty directory
 * @param lives how many JVMs a round kills, where the fault leaves that open
 */
record Scene(Jdk jdk, Path home, Random random, int lives) {
    static final Duration PATIENCE = Duration.ofSeconds(90);
    static final int THREADS = 8;
    private static final int MOST_BYTES = 100_000;

    Path dir() {
        return home.resolve("meterweave");
    }

    /** A JVM of the service, with further settings. */
    Launch service(String... settings) {
        List<String> all = new ArrayList<>(List.of("dir=" + dir(), "service=it"));
        all.addAll(List.of(settings));
        return Launch.on(jdk).agent(all.toArray(new String[0]));
    }

    /** A JVM under load, killed at a random moment; answers the calls that had returned. */
    List<String> kill(Launch service, String life) {
        return kill(service, life, 1 + random.nextInt(MOST_BYTES));
    }

    List<String> kill(Launch service, String life, int acknowledgedBytes) {
        try (ForkedJvm jvm = service.main(Ack.class, life, THREADS).start()) {
            awaitLoad(jvm, acknowledgedBytes);
            jvm.kill();
            return acknowledged(jvm, life);
        }
    }

    /** One that is through with its calls, and is killed before anything else happens. */
    List<String> killIdle(Launch service, String life, int threads, int calls) {
        try (ForkedJvm jvm = service.main(Ack.class, life, threads, calls).start()) {
            jvm.awaitLine("calls=");
            jvm.kill();
            return acknowledged(jvm, life);
        }
    }

    static void awaitLoad(ForkedJvm jvm, long acknowledgedBytes) {
        Await.until(
                "acknowledgements of " + jvm, PATIENCE, () -> jvm.printedBytes() >= acknowledgedBytes || !jvm.alive());
    }

    static List<String> acknowledged(ForkedJvm jvm, String life) {
        return jvm.lines().stream().filter(line -> line.startsWith(life + "-")).toList();
    }

    /** A JVM that makes no calls of note and is killed as soon as the condition holds. */
    void killWhen(Object what, BooleanSupplier condition, String... settings) {
        try (ForkedJvm jvm = service(settings).main(Endings.class, "wait", 1).start()) {
            Await.until(what, PATIENCE, condition);
            jvm.kill();
        }
    }

    /** Bytes in use in a dead instance's journal. */
    static int journaled(Path instance) {
        return Instances.journal(instance).stream().mapToInt(Instances::used).sum();
    }

    static boolean adopted(Path instance) {
        return Files.exists(instance.resolve("adopted-by"));
    }

    Launch ship() {
        return Launch.cli(jdk, "ship", "--dir", dir().toString(), "exporters=file");
    }

    /** Ships all that is left. */
    Exit shipAll() {
        Exit exit = ship().run();
        if (exit.code() != 0) {
            throw new AssertionError("ship: " + exit.code() + ": " + exit.stderr());
        }
        return exit;
    }
}
