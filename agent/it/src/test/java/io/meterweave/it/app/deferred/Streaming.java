package io.meterweave.it.app.deferred;

import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * {@code Streaming open|finish|end <dir>}: takes items of a stream, some each millisecond, until its first checkpoint is there
 * and 100 items more. Then it goes on until it is killed, finishes the stream, or ends the JVM with it open.
 */
public final class Streaming {
    private static final int MORE = 100;

    private Streaming() {}

    private static final class Items implements Iterator<String> {
        private static boolean ended;

        @Override
        public boolean hasNext() {
            return !ended;
        }

        @Override
        public String next() {
            return "item";
        }
    }

    public static void main(String[] args) throws Exception {
        Deferring deferring = new Deferring();
        Iterator<?> stream;
        try (Scope scope = MeterContext.open("long")) {
            stream = deferring.returned(Iterator.class, new Items());
        }
        try (Scope scope = MeterContext.open("short")) {
            deferring.returned(Stream.class, Stream.of("a", "b")).forEach(item -> {});
            deferring.returned(CompletableFuture.class, CompletableFuture.completedFuture("c"));
        }
        long items = take(stream, Path.of(args[1]));
        switch (args[0]) {
            case "open" -> goOn(stream, items);
            case "finish" -> {
                Items.ended = true;
                if (!stream.hasNext()) {
                    System.out.println("finished " + items);
                }
                Thread.currentThread().join(); // For ever.
            }
            default -> System.out.println("taken " + items);
        }
    }

    private static long take(Iterator<?> stream, Path dir) throws Exception {
        long items = 0;
        for (int more = 0; more < MORE; items++) {
            if (stream.next() != null && (more > 0 || hasCheckpoint(dir))) {
                more++;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return items;
    }

    private static void goOn(Iterator<?> stream, long items) {
        for (long i = items; ; i++) {
            System.out.println("taking " + i);
            if (stream.next() == null) {
                return;
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static boolean hasCheckpoint(Path dir) throws Exception {
        try (Stream<Path> files = Files.find(dir, 3, (path, attributes) -> path.endsWith("open.dat"))) {
            return files.findAny().isPresent();
        }
    }
}
