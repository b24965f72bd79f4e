package io.meterweave.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.Dump;
import io.meterweave.it.app.Ack;
import io.meterweave.it.fork.Await;
import io.meterweave.it.fork.ForkedJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a machine's power loss would take is what was not forced: the system calls of a JVM under load show that ring and
 * journal are forced again and again with {@code journal.sync}, and that the ring never is without.
 */
final class PowerLoss implements Fault {
    private static final int FORCES = 10;
    private static final int MORE_BYTES = 20_000;

    @Override
    public String name() {
        return "SIGKILL under strace: journal.sync=50ms forces, none not";
    }

    @Override
    public Row strike(Scene scene) {
        Ledger ledger = new Ledger();
        Path trace = scene.home().resolve("synced.strace");
        try (ForkedJvm jvm = traced(scene, trace, "synced", "journal.sync=50ms")) {
            Scene.awaitLoad(jvm, 1);
            Await.until(
                    "forces of ring and journal",
                    Scene.PATIENCE,
                    () -> forces(trace, ".ring>") >= FORCES && forces(trace, ".cq4>") >= FORCES);
            jvm.kill();
            ledger.acknowledge(Scene.acknowledged(jvm, "synced"));
        }
        Path without = scene.home().resolve("plain.strace");
        try (ForkedJvm jvm = traced(scene, without, "plain", "journal.sync=none")) {
            Scene.awaitLoad(jvm, MORE_BYTES);
            jvm.kill();
            ledger.acknowledge(Scene.acknowledged(jvm, "plain"));
        }
        assertThat(forces(without, ".ring>"))
                .as("forces of the ring without journal.sync")
                .isZero();
        Dump.stream(scene.jdk(), scene.dir(), ledger);
        return ledger.row(2);
    }

    private static ForkedJvm traced(Scene scene, Path trace, String life, String sync) {
        String calls = "trace=fsync,fdatasync,msync";
        assertThat(Files.isExecutable(Path.of("/usr/bin/strace")))
                .as("strace is needed: apt-get install strace")
                .isTrue();
        return scene.service(sync)
                .under("/usr/bin/strace", "-f", "-y", "-e", calls, "-o", trace.toString())
                .main(Ack.class, life, 2)
                .start();
    }

    private static long forces(Path trace, String file) {
        if (!Files.exists(trace)) {
            return 0;
        }
        try {
            return Files.readString(trace)
                    .lines()
                    .filter(line -> line.contains(file))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
