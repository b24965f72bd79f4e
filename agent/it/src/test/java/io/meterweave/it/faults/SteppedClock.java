package io.meterweave.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.Dump;
import io.meterweave.it.Exported;
import io.meterweave.it.app.Ack;
import io.meterweave.it.fork.Await;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;

/**
 * A device that starts in 1970, learns the time under load, and is set back an hour; killed each time. {@code libfaketime}
 * deceives the JVM about the wall clock only, as a real step does.
 */
final class SteppedClock implements Fault {
    private static final List<String> STEPS = List.of("-56y", "+0", "-3h", "+2h");
    private static final String TIME = "\"time\":\"";
    private static final long MORE_BYTES = 30_000;

    @Override
    public String name() {
        return "1970, then wall clock stepped on and back, SIGKILL";
    }

    @Override
    public Row strike(Scene scene) {
        Path clock = scene.home().resolve("clock");
        Ledger exported = new Ledger();
        for (int i = 0; i < scene.lives(); i++) {
            String life = "life" + i;
            set(clock, STEPS.get(0));
            try (ForkedJvm jvm =
                    deceived(scene, clock).main(Ack.class, life, Scene.THREADS).start()) {
                for (String step : STEPS.subList(1, STEPS.size())) {
                    Scene.awaitLoad(jvm, jvm.printedBytes() + scene.random().nextLong(1, MORE_BYTES));
                    set(clock, step);
                }
                // What is metered by the last step's clock, which it sees within a second.
                Exported files = new Exported(scene.dir());
                boolean[] seen = {false, false};
                Await.until("records of 1970, and of the last step", Scene.PATIENCE, () -> {
                    files.forEachNew(line -> {
                        if (line.contains("\"" + life + "-")) {
                            seen[0] |= line.contains(TIME + "1970-");
                            seen[1] |= isAhead(line);
                        }
                    });
                    return seen[0] && seen[1];
                });
                jvm.kill();
                exported.acknowledge(Scene.acknowledged(jvm, life));
            }
        }
        scene.shipAll();
        KilledShipper.readExports(scene, exported);
        assertThat(exported.events()).as("exported").hasSizeGreaterThan(scene.lives());
        Dump.stream(scene.jdk(), scene.dir(), new Ledger());
        return exported.row(scene.lives());
    }

    private static boolean isAhead(String line) {
        return time(line).isAfter(Instant.now().plusSeconds(3600));
    }

    /** Without parsing all of it: there are hundreds of thousands. */
    private static Instant time(String line) {
        int from = line.indexOf(TIME) + TIME.length();
        return Instant.parse(line.substring(from, line.indexOf('"', from)));
    }

    private static Launch deceived(Scene scene, Path clock) {
        return scene.service("exporters=file")
                .env("LD_PRELOAD", library().toString())
                .env("FAKETIME_TIMESTAMP_FILE", clock.toString())
                .env("FAKETIME_CACHE_DURATION", "1")
                .env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    }

    private static Path library() {
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(Path.of("/usr/lib"), path -> Files.exists(within(path)))) {
            Iterator<Path> first = found.iterator();
            assertThat(first)
                    .as("libfaketime is needed: apt-get install faketime")
                    .hasNext();
            return within(first.next());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path within(Path directory) {
        return directory.resolve("faketime").resolve("libfaketime.so.1");
    }

    private static void set(Path clock, String offset) {
        try {
            Path written = clock.resolveSibling("clock.new");
            Files.writeString(written, offset + "\n");
            Files.move(written, clock, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
