package io.meterweave.bench;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** The JDKs from 17 on that lie beside the running one, and the running one. */
final class Jdks {
    private static final int OLDEST = 17;

    private Jdks() {}

    /** One of them. */
    record Jdk(Path home, int feature) {
        String java() {
            return home.resolve("bin/java").toString();
        }
    }

    /** The running one. */
    static Jdk running() {
        Path home = Path.of(System.getProperty("java.home", ""));
        return new Jdk(home, Runtime.version().feature());
    }

    static List<Jdk> all() throws IOException {
        Path running = Path.of(System.getProperty("java.home", "")).toRealPath();
        List<Path> homes = new ArrayList<>(List.of(running));
        try (Stream<Path> siblings = Files.list(running.resolve(".."))) {
            for (Path sibling : siblings.toList()) {
                Path home = sibling.toRealPath();
                if (!homes.contains(home)
                        && Files.isExecutable(home.resolve("bin/javac"))
                        && Files.isReadable(home.resolve("release"))) {
                    homes.add(home);
                }
            }
        }
        List<Jdk> jdks = new ArrayList<>();
        for (Path home : homes) {
            int feature = feature(home);
            if (feature >= OLDEST) {
                jdks.add(new Jdk(home, feature));
            }
        }
        jdks.sort(Comparator.comparing(Jdk::feature));
        return jdks;
    }

    private static int feature(Path home) throws IOException {
        Properties release = new Properties();
        try (Reader reader = Files.newBufferedReader(home.resolve("release"))) {
            release.load(reader);
        }
        String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
        return Runtime.Version.parse(version).feature();
    }
}
