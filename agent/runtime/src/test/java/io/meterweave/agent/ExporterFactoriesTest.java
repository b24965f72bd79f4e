package io.meterweave.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.spi.ExportException;
import io.meterweave.spi.ExporterSettings;
import io.meterweave.spi.UsageExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exporters from jars: where they are looked for, and what they see of us. */
class ExporterFactoriesTest {
    @TempDir
    Path temp;

    private UsageExporter make(ExporterFactories factories, String... options) {
        Map<String, String> all = options.length == 0 ? Map.of() : Map.of(options[0], "");
        return factories.of("hub", "side").create(new ExporterSettings("hub", temp, all));
    }

    private static void assertWorksAlone(UsageExporter exporter, String jar) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        assertThatThrownBy(() -> exporter.export(List.of()))
                .isInstanceOf(ExportException.class)
                .hasMessage("+CloudEventWriter+Driver-AgentConfig-Journal-Test in meterweave-exporter-" + jar);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void aJarBesideTheAgentIsFoundByItsName() throws IOException {
        ExporterJar.write(temp.resolve("meterweave-side.jar"));

        assertWorksAlone(make(new ExporterFactories(List.of(), temp.toFile())), "meterweave-side.jar");
    }

    /** The directory may be the application's, with hundreds of jars. */
    @Test
    void noOtherJarBesideTheAgentIsLookedInto() throws IOException {
        ExporterJar.write(temp.resolve("side.jar"));

        assertThatThrownBy(() -> make(new ExporterFactories(List.of(), temp.toFile())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("exporter.hub.type=side: allowed are [")
                .hasMessageContaining("put meterweave-side.jar beside the agent's jar or name it in exporters.path")
                .hasMessageEndingWith("; looked for in " + temp.resolve("meterweave-side.jar") + " (does not exist)");
    }

    @Test
    void thePathNamesJarsAndDirectoriesOfThem() throws IOException {
        Path jar = ExporterJar.write(temp.resolve("theirs.jar"));
        Files.writeString(temp.resolve("notes.txt"), "no jar");

        assertWorksAlone(make(new ExporterFactories(List.of(jar.toString()), null)), "theirs.jar");
        assertWorksAlone(make(new ExporterFactories(List.of(temp.toString()), null)), "theirs.jar");
        assertThatThrownBy(() -> make(new ExporterFactories(List.of("/nowhere/a.jar"), null)))
                .hasMessageEndingWith("looked for in /nowhere/a.jar (does not exist)");
    }

    @Test
    void oneJarHasOneLoaderHoweverOftenItIsAsked() throws IOException {
        Path jar = ExporterJar.write(temp.resolve("theirs.jar"));
        ExporterFactories factories = new ExporterFactories(List.of(jar.toString()), null);

        assertThat(factories.of("a", "side")).isSameAs(factories.of("b", "side"));
        assertThat(factories.of("c", "file").type()).isEqualTo("file");
    }

    @Test
    void aJarThatCannotBeUsedIsNamed() throws IOException {
        Path garbage = Files.writeString(temp.resolve("garbage.jar"), "no jar");
        assertThatThrownBy(() -> make(new ExporterFactories(List.of(garbage.toString()), null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("exporter.hub.type=side: " + garbage + " cannot be used: ");

        Path jar = ExporterJar.write(temp.resolve("older.jar"));
        assertThatThrownBy(() -> make(new ExporterFactories(List.of(jar.toString()), null), "broken"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("its jar is not whole, or was made for another version")
                .hasMessageContaining("NoSuchMethodError: an older one");
    }
}
