package io.meterweave.it.fork;

import java.nio.file.Path;

/** One JDK on this machine. Its text is what reports of parameterised tests show. */
public record Jdk(Path home, String version) {
    public int feature() {
        return Runtime.Version.parse(version).feature();
    }

    public Path tool(String name) {
        return home.resolve("bin").resolve(name);
    }

    @Override
    public String toString() {
        return "JDK " + version;
    }
}
