package io.meterweave.it.cost.volume;

import io.meterweave.it.app.Sustained;
import io.meterweave.it.cost.volume.Target.Arrived;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** Answers whether all has arrived everywhere. An exporter that fails does not keep the others from their turn. */
    boolean run() {
        System.out.printf(
                "%n3. Calls, ring, journal and exporter at once: %,d records, at most %,d on their way; 1 calling thread%n",
                records, WINDOW);
        System.out.println(
                "  exporter   records/s   CPU us a record: JVM   receiver   to the end s       arrived   twice   loss events   missing");
        boolean right = true;
        for (String name : List.of("file", "http", "kafka", "pubsub")) {
            Path dir = temp.resolve("shipped-" + name);
            try (Target target = target(name, dir)) {
                right &= ship(target, dir);
            } catch (IOException | RuntimeException | AssertionError e) {
                System.out.printf("  %-8s WRONG: %s%n", name, e);
                right = false;
            }
            if (System.getenv("KEEP") == null) {
                Trees.delete(dir);
                Trees.delete(broker());
            }
        }
        return right;
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

    private boolean ship(Target target, Path dir) throws IOException {
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
            tell(jvm, "end");
            Exit exit = end(jvm);
            Arrived arrived = target.arrived();
            boolean right = exit.code() == 0 && arrived.usages() == records;
            System.out.printf(
                    "  %-8s %11s   %20s %10s   %12.1f %,13d %7d   %11d   %7d%s%n",
                    target.name(),
                    span == null ? "-" : String.format("%,.0f", span.rate()),
                    span == null ? "-" : String.format("%.2f", span.jvmMicros()),
                    span == null || target.name().equals("file") ? "-" : String.format("%.2f", span.receiverMicros()),
                    seconds,
                    arrived.usages(),
                    arrived.repeated(),
                    arrived.losses(),
                    records - arrived.usages(),
                    right ? "" : "  WRONG: " + exit.stderr());
            return right;
        }
    }

    /** One that does not end is killed, which its exit code tells. */
    private static Exit end(ForkedJvm jvm) {
        try {
            return jvm.await(PATIENCE);
        } catch (AssertionError e) {
            return jvm.await(PATIENCE);
        }
    }

    private static void tell(ForkedJvm jvm, String line) {
        try {
            jvm.tell(line);
        } catch (UncheckedIOException e) {
            // It has ended: nothing arrives any more, and its exit code is looked at.
        }
    }

    /**
     * Lets the calls go on as what they have made arrives, until all has, or the JVM has ended, or nothing has come for two
     * minutes; null where what has arrived has no figures.
     */
    private @Nullable Span follow(ForkedJvm jvm, Target target) throws IOException {
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
                break;
            }
            if (arrived + WINDOW > said) {
                said = arrived + WINDOW;
                tell(jvm, Long.toString(said));
            }
            if (from == null && arrived >= records / TENTHS) {
                from = Sample.of(arrived, jvm, target);
            }
            if (to == null && arrived >= records - records / TENTHS) {
                to = Sample.of(arrived, jvm, target);
            }
            pause();
        }
        return from == null || to == null ? null : new Span(from, to);
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
