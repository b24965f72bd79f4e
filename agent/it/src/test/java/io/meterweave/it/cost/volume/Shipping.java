package io.meterweave.it.cost.volume;

import io.meterweave.it.app.Sustained;
import io.meterweave.it.cost.volume.Target.Arrived;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM that calls all the while, each exporter in turn, a receiver in another process, and no more than {@value #WINDOW}
 * records between the call and the receiver: without that bound the journal would take the calls as fast as it can, and the
 * exporter would ship them in peace afterwards. The figures are of the time between the tenth that had arrived and nine
 * tenths: the JVM's start is not in them, nor how long a last batch waits for others.
 */
final class Shipping {
    private static final int WINDOW = 200_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int TENTHS = 10;
    private static final int PAUSE_MILLIS = 20;

    private final Jdk jdk;
    private final Path temp;
    private final long records;

    Shipping(Jdk jdk, Path temp, long records) {
        this.jdk = jdk;
        this.temp = temp;
        this.records = records;
    }

    void run() throws IOException {
        System.out.printf(
                "%n3. Calls, ring, journal and exporter at once: %,d records, at most %,d on their way; 1 calling thread%n",
                records, WINDOW);
        System.out.println(
                "  exporter   records/s   CPU us a record: JVM   receiver   to the end s       arrived   twice   loss events   missing");
        for (String name : List.of("file", "http", "kafka", "pubsub")) {
            Path dir = temp.resolve("shipped-" + name);
            try (Target target = target(name, dir)) {
                ship(target, dir);
            }
            if (System.getenv("KEEP") == null) {
                Trees.delete(dir);
                Trees.delete(broker());
            }
        }
    }

    private Path broker() {
        return temp.resolve("broker");
    }

    private Target target(String name, Path dir) {
        return switch (name) {
            case "file" -> new FileTarget(dir);
            case "kafka" -> new KafkaTarget(jdk, broker());
            default -> new HttpTarget(jdk, name);
        };
    }

    private void ship(Target target, Path dir) throws IOException {
        List<String> settings =
                new ArrayList<>(List.of("dir=" + dir, "service=volume", "quota=200GiB", "policy=block"));
        settings.addAll(target.settings());
        long start = System.nanoTime();
        try (ForkedJvm jvm = Launch.on(jdk)
                .agent(settings.toArray(new String[0]))
                .main(Sustained.class, records, Math.max(1, records / TENTHS), "held")
                .start()) {
            Span span = follow(jvm, target);
            double seconds = (System.nanoTime() - start) / 1e9;
            jvm.tell("end");
            Exit exit = jvm.await(PATIENCE);
            Arrived arrived = target.arrived();
            System.out.printf(
                    "  %-8s %,11.0f   %20.2f %10s   %12.1f %,13d %7d   %11d   %7d%s%n",
                    target.name(),
                    span.rate(),
                    span.jvmMicros(),
                    target.name().equals("file") ? "-" : String.format("%.2f", span.receiverMicros()),
                    seconds,
                    arrived.usages(),
                    arrived.repeated(),
                    arrived.losses(),
                    records - arrived.usages(),
                    exit.code() == 0 && arrived.usages() == records ? "" : "  WRONG: " + exit.stderr());
        }
    }

    /** Lets the calls go on as what they have made arrives, until all has. */
    private Span follow(ForkedJvm jvm, Target target) throws IOException {
        Sample from = null;
        Sample to = null;
        long said = 0;
        long arrived = 0;
        long since = System.nanoTime();
        while (arrived < records) {
            long now = target.arriving();
            if (now > arrived) {
                since = System.nanoTime();
                arrived = now;
            } else if (!jvm.alive() || System.nanoTime() - since > PATIENCE.toNanos()) {
                throw new IllegalStateException(arrived + " have arrived at " + target.name() + ", then none; " + jvm);
            }
            if (arrived + WINDOW > said) {
                said = arrived + WINDOW;
                jvm.tell(Long.toString(said));
            }
            if (from == null && arrived >= records / TENTHS) {
                from = Sample.of(arrived, jvm, target);
            }
            if (to == null && arrived >= records - records / TENTHS) {
                to = Sample.of(arrived, jvm, target);
            }
            pause();
        }
        if (from == null || to == null) {
            throw new IllegalStateException("unreachable: all have arrived");
        }
        return new Span(from, to);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Sample(long nanos, long arrived, double jvm, double receiver) {
        static Sample of(long arrived, ForkedJvm jvm, Target target) {
            return new Sample(System.nanoTime(), arrived, Unix.cpuSeconds(jvm.pid()), target.cpuSeconds());
        }
    }

    private record Span(Sample from, Sample to) {
        private double records() {
            return to.arrived - from.arrived;
        }

        double rate() {
            return records() / ((to.nanos - from.nanos) / 1e9);
        }

        double jvmMicros() {
            return (to.jvm - from.jvm) * 1e6 / records();
        }

        double receiverMicros() {
            return (to.receiver - from.receiver) * 1e6 / records();
        }
    }
}
