package io.meterweave.it.faults;

import io.meterweave.it.fork.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file system in memory, mounted in a name space of the JVM's own, which takes it away with it. What was on it when the
 * JVM was gone is copied to the scene's directory, where there is room.
 */
record SmallDisk(Scene scene, String size) {
    /** Mounts, runs, copies, and ends as the JVM did. */
    private static final String SCRIPT = "mount -t tmpfs -o size=%s none '%s' && { \"$@\"; code=$?;"
            + " rm -f '%s'; cp -a --sparse=always '%s/meterweave' '%s'; exit $code; }";

    Path mount() {
        return scene.home().resolve("disk");
    }

    /** A file to fill the disk with; it does not outlive the JVM. */
    Path filler() {
        return mount().resolve("filler");
    }

    Launch service(String... settings) {
        try {
            Files.createDirectories(mount());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String script = String.format(SCRIPT, size, mount(), filler(), mount(), scene.home());
        String all =
                "dir=" + mount().resolve("meterweave") + ",service=it,disk.floor=1MiB," + String.join(",", settings);
        return Launch.on(scene.jdk())
                .agent(all)
                .under("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh");
    }
}
