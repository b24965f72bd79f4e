package io.meterweave.journal;

import io.meterweave.record.RecordType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The process on a small disk: writes as fast as it can while it may, then what has to be told, then is relieved. */
final class RetentionFilling {
    private static final SpaceLimits LIMITS = new SpaceLimits(1 << 30, 4 << 20);

    private RetentionFilling() {}

    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]);
        try (RetentionScene scene = new RetentionScene(root, "service", new ChronicleEntries.Hours())) {
            Retention retention = new Retention(
                    root, scene.epoch, List.of("far"), LIMITS, Duration.ofDays(7), data -> {}, System.out::println);
            for (int round = 0; round < 3; round++) {
                fill(scene, retention);
                System.out.println(retention.state() + " "
                        + (root.toFile().getUsableSpace() < LIMITS.floor()
                                && root.toFile().getUsableSpace() > LIMITS.floor() / 2));
                for (int i = 0; i < 100; i++) {
                    scene.event(RecordType.LOSS, "{\"reason\":\"quota\"}");
                }
                int read = scene.acknowledge("far", Integer.MAX_VALUE).size();
                System.out.println(retention.look(scene.sequence()) + " " + (read > 1_000));
            }
            fill(scene, retention);
            beFilledBySomebodyElse(root.resolve("notes"));
            int files = scene.files().size();
            scene.acknowledge("far", Integer.MAX_VALUE);
            System.out.println(root.toFile().getUsableSpace() + " free, " + retention.look(scene.sequence()) + " "
                    + (scene.files().size() < files));
            System.out.println(scene.sequence()
                    == RetentionScene.sequences(scene.files().get(scene.files().size() - 1)).stream()
                            .reduce(0L, Math::max));
        }
    }

    private static void beFilledBySomebodyElse(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException e) {
            if (file.toFile().getUsableSpace() > 0) {
                throw e;
            }
        }
    }

    private static void fill(RetentionScene scene, Retention retention) throws Exception {
        while (retention.journaled(1_000, scene.sequence()) == SpaceState.OK) {
            scene.event(RecordType.LIFECYCLE, "{\"usage\":\"" + "x".repeat(900) + "\"}");
        }
    }
}
