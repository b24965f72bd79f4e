package io.meterweave.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.Dump;
import io.meterweave.it.Instances;
import io.meterweave.it.app.Ack;
import io.meterweave.it.app.Endings;
import io.meterweave.it.fork.Await;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Epochs of another format: each is refused with one line and left as it is, to the last byte, and the epoch beside them
 * is taken over. Given their version back, they are read in full.
 */
final class OlderFormat implements Fault {
    private static final int ENOUGH = 160 << 10;

    @Override
    public String name() {
        return "epochs of another format: identity, ring, journal";
    }

    @Override
    public Row strike(Scene scene) {
        Ledger ledger = new Ledger();
        List<Path> epochs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Scene alone = new Scene(scene.jdk(), scene.home().resolve("alone-" + i), scene.random(), 1);
            ledger.acknowledge(killJournaling(alone, "life" + i));
            Path dead = Instances.of(alone.dir()).get(0);
            Path moved = scene.dir().resolve("instances").resolve(dead.getFileName());
            Trees.copy(dead, moved);
            epochs.add(moved);
        }
        List<Path> others = epochs.subList(0, 3);
        Map<Path, ByteBuffer> sound = contents(others);
        FormatStrokes.identity(others.get(0));
        FormatStrokes.ring(others.get(1));
        FormatStrokes.journal(others.get(2));
        Map<Path, ByteBuffer> struck = contents(others);
        assertThat(struck).isNotEqualTo(sound);

        List<String> remarks = start(scene, epochs.get(3));
        Exit dump = Dump.damaged(scene.jdk(), scene.dir(), event -> {});
        assertThat(dump.code()).as(dump.stderr()).isEqualTo(3);
        for (Path other : others) {
            String epoch = other.getFileName().toString();
            assertThat(remarks)
                    .as("of the start, on " + epoch)
                    .filteredOn(line -> line.contains(epoch))
                    .hasSize(1);
            assertThat(dump.stderrLines())
                    .as("of dump")
                    .filteredOn(line -> line.contains(epoch))
                    .hasSize(1);
        }
        assertThat(changed(struck, contents(others))).as("touched").isEmpty();
        sound.forEach(OlderFormat::write);
        Dump.stream(scene.jdk(), scene.dir(), ledger);
        return ledger.row(others.size());
    }

    private static List<String> killJournaling(Scene alone, String life) {
        try (ForkedJvm jvm = alone.service().main(Ack.class, life, 2).start()) {
            Await.until(
                    "a journal",
                    Scene.PATIENCE,
                    () -> Instances.of(alone.dir()).stream().anyMatch(instance -> Scene.journaled(instance) > ENOUGH));
            jvm.kill();
            return Scene.acknowledged(jvm, life);
        }
    }

    private static List<String> start(Scene scene, Path healthy) {
        try (ForkedJvm jvm = scene.service().main(Endings.class, "wait", 1).start()) {
            Await.until("adoption of " + healthy, Scene.PATIENCE, () -> Scene.adopted(healthy));
            jvm.tell("end");
            return jvm.await(Scene.PATIENCE).stderrLines().stream()
                    .filter(line -> line.startsWith("meterweave:"))
                    .toList();
        }
    }

    private static List<Path> changed(Map<Path, ByteBuffer> before, Map<Path, ByteBuffer> after) {
        List<Path> changed = new ArrayList<>(before.keySet());
        changed.addAll(after.keySet());
        changed.removeIf(path -> before.containsKey(path) && before.get(path).equals(after.get(path)));
        return changed;
    }

    private static Map<Path, ByteBuffer> contents(List<Path> epochs) {
        Map<Path, ByteBuffer> contents = new TreeMap<>();
        for (Path epoch : epochs) {
            for (Path file : Trees.files(epoch, "")) {
                try {
                    contents.put(file, ByteBuffer.wrap(Files.readAllBytes(file)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return contents;
    }

    private static void write(Path file, ByteBuffer content) {
        try {
            Files.write(file, content.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
