package io.meterweave.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/** Makes jars with an exporter of somebody else's: of type {@code side}, which fails and says what it sees. */
final class ExporterJar {
    private static final String SOURCE = """
            package other;

            import io.meterweave.spi.*;
            import java.util.List;

            public final class Side implements ExporterFactory {
                public String type() {
                    return "side";
                }

                public UsageExporter create(ExporterSettings settings) {
                    if (settings.options().containsKey("broken")) {
                        throw new NoSuchMethodError("an older one");
                    }
                    return new UsageExporter() {
                        public void export(List<UsageEvent> batch) throws ExportException {
                            throw new ExportException(seen("io.meterweave.record.CloudEventWriter")
                                    + seen("java.sql.Driver") + seen("io.meterweave.agent.AgentConfig")
                                    + seen("io.meterweave.journal.Journal") + seen("org.junit.jupiter.api.Test")
                                    + " in " + Thread.currentThread().getContextClassLoader().getName(), null);
                        }

                        public void close() {}
                    };
                }

                private static String seen(String name) {
                    try {
                        return "+" + Class.forName(name).getSimpleName();
                    } catch (ClassNotFoundException e) {
                        return "-" + name.substring(name.lastIndexOf('.') + 1);
                    }
                }
            }
            """;

    private ExporterJar() {}

    static Path write(Path jar) throws IOException {
        Path classes = Files.createTempDirectory(jar.getParent(), "classes");
        Path source = Files.createDirectories(classes.resolve("other")).resolve("Side.java");
        Files.writeString(source, SOURCE);
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream(),
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        source.toString());
        assertThat(code).isZero();
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of("other/Side.class", "other/Side$1.class")) {
                out.putNextEntry(new ZipEntry(name));
                out.write(Files.readAllBytes(classes.resolve(name)));
            }
            out.putNextEntry(new ZipEntry("META-INF/services/io.meterweave.spi.ExporterFactory"));
            out.write("other.Side\n".getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }
}
