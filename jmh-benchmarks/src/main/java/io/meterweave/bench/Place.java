package io.meterweave.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a fork runs.
 *
 * @param target the module's {@code target}
 * @param agent the agent's jar
 * @param jdk on which JDK
 * @param work a directory of its own, which does not outlive it
 */
record Place(Path target, Path agent, Jdks.Jdk jdk, Path work) {
    /** The benchmarks, and the stub. */
    String stub() {
        return benchmarks() + File.pathSeparator + target.resolve("onnxruntime-stub.jar");
    }

    /** The benchmarks, and of what some forks only have the jars whose names are wanted. */
    String with(Predicate<String> wanted) throws IOException {
        try (Stream<Path> jars = Files.list(target.resolve("lib-provided"))) {
            return jars.filter(jar -> wanted.test(jar.getFileName().toString()))
                    .map(Path::toString)
                    .sorted()
                    .collect(Collectors.joining(File.pathSeparator, benchmarks() + File.pathSeparator, ""));
        }
    }

    private Path benchmarks() {
        return target.resolve("benchmarks.jar");
    }
}
