package io.meterweave.it.fork;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The JDKs of version 17 or newer that lie beside the running one, and the running one: every test that forks does so
 * once for each. Links are followed, so that a JDK with two names counts once.
 */
public final class Jdks {
    private static final int OLDEST = 17;
    private static final int FIRST_WITHOUT_SECURITY_MANAGER = 24;

    private Jdks() {}

    public static List<Jdk> all() {
        try {
            Path running = Path.of(System.getProperty("java.home")).toRealPath();
            List<Jdk> jdks = new ArrayList<>();
            for (Path home : beside(running)) {
                String version = version(home);
                if (Runtime.Version.parse(version).feature() >= OLDEST) {
                    jdks.add(new Jdk(home, version));
                }
            }
            jdks.sort(Comparator.comparing(jdk -> Runtime.Version.parse(jdk.version())));
            return jdks;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one that runs this. */
    public static Jdk running() {
        try {
            Path home = Path.of(System.getProperty("java.home")).toRealPath();
            return new Jdk(home, version(home));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that still accept {@code -Djava.security.manager}. */
    public static List<Jdk> withSecurityManager() {
        return all().stream()
                .filter(jdk -> jdk.feature() < FIRST_WITHOUT_SECURITY_MANAGER)
                .toList();
    }

    private static List<Path> beside(Path running) throws IOException {
        List<Path> homes = new ArrayList<>(List.of(running));
        try (Stream<Path> siblings = Files.list(running.getParent())) {
            for (Path sibling : siblings.toList()) {
                Path home = sibling.toRealPath();
                if (!homes.contains(home) && isJdk(home)) {
                    homes.add(home);
                }
            }
        }
        return homes;
    }

    private static boolean isJdk(Path home) {
        return Files.isExecutable(home.resolve("bin/java"))
                && Files.isExecutable(home.resolve("bin/javac"))
                && Files.isReadable(home.resolve("release"));
    }

    private static String version(Path home) throws IOException {
        Properties release = new Properties();
        try (Reader reader = Files.newBufferedReader(home.resolve("release"))) {
            release.load(reader);
        }
        return release.getProperty("JAVA_VERSION").replace("\"", "");
    }
}
