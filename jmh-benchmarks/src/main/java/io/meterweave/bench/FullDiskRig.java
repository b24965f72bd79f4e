package io.meterweave.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * Under Meterweave's agent, which writes to a file system in memory that the fork fills: the journal keeps nothing more. It is
 * mounted in a name space of the JVM's own (Linux; {@code unshare}), and what was written there copied to the work
 * directory when the JVM has ended, for there is room.
 */
final class FullDiskRig implements Rig {
    private final Place place;
    private final Path disk;
    private final Path script;

    FullDiskRig(Place place) throws IOException {
        this.place = place;
        disk = Files.createDirectory(place.work().resolve("disk"));
        script = place.work().resolve("java");
        Files.createFile(script, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(script, String.format("""
                #!/bin/sh
                exec unshare --user --map-root-user --mount sh -c '
                mount -t tmpfs -o size=256m none "$0" || exit 1
                "$@"; code=$?
                rm -f "$0/filler"
                if [ -d "$0/usage" ]; then cp -a --sparse=always "$0/usage" "$0.copy"; fi
                exit $code' '%s' '%s' "$@"
                """, disk, place.jdk().java()));
    }

    @Override
    public String java() {
        return script.toString();
    }

    @Override
    public List<String> arguments() {
        return List.of(
                "-javaagent:" + place.agent() + "=dir=" + disk.resolve("usage") + ",disk.floor=1MiB",
                "-Dbench.disk=" + disk);
    }

    @Override
    public String classPath() {
        return place.stub();
    }

    @Override
    public Arrivals arrivals(Map<String, Long> told) throws IOException, InterruptedException {
        return Arrivals.dump(place.jdk().java(), place.agent(), place.work().resolve("disk.copy"));
    }
}
