package io.meterweave.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.meterweave.journal.SpaceLimits;
import io.meterweave.ring.RingOptions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentConfigTest {
    private static AgentConfig config(String arguments) throws ConfigException {
        return AgentConfig.of(ConfigSources.gather(arguments, new Properties(), Map.of()), "host-a");
    }

    private static List<String> errors(String arguments) {
        return catchThrowableOfType(ConfigException.class, () -> config(arguments))
                .errors();
    }

    @Test
    void hasDefaults() throws Exception {
        AgentConfig config = config("");

        assertThat(config.service()).isEqualTo("default");
        assertThat(config.instance()).isEqualTo("host-a");
        assertThat(config.dir()).isEqualTo(new File("meterweave"));
        assertThat(config.ring().stripes()).isEqualTo(64);
        assertThat(config.exporters()).isEmpty();
    }

    @Test
    void usageIsKeptOnDiskOrInMemory() throws Exception {
        assertThat(config("").durability().inMemory()).isFalse();
        assertThat(config("").durability().memoryBytes()).isBetween(4L << 20, 64L << 20);
        Durability memory = config("journal=memory,journal.memory=8MiB").durability();
        assertThat(memory.inMemory()).isTrue();
        assertThat(memory.memoryBytes()).isEqualTo(8 << 20);
        assertThat(errors("journal=ram")).singleElement().asString().contains("journal=ram", "disk", "memory");
        assertThat(errors("journal.memory=1MiB")).singleElement().asString().contains("journal.memory", "4MiB");
        assertThat(errors("journal.memory=5GiB")).singleElement().asString().contains("journal.memory", "4GiB");
        assertThat(errors("journal=memory,journal.sync=10ms"))
                .singleElement()
                .asString()
                .contains("journal.sync", "journal=memory");
    }

    @Test
    void streamsAreLookedAfterAtAnIntervalAndGivenUpAfterAnother() throws Exception {
        assertThat(config("").streams()).isEqualTo(new Streams(600_000_000_000L, 1_000_000_000));
        assertThat(config("stream.timeout=2h,stream.checkpoint=50ms").streams())
                .isEqualTo(new Streams(7_200_000_000_000L, 50_000_000));
        assertThat(errors("stream.timeout=10ms")).singleElement().asString().contains("stream.timeout", "from 1s");
        assertThat(errors("stream.checkpoint=2m"))
                .singleElement()
                .asString()
                .contains("stream.checkpoint", "10ms to 1m");
    }

    @Test
    void usageThatNobodyIsNamedForIsKeptOrTagged() throws Exception {
        assertThat(config("on.unattributed=keep").unattributed()).isNull();
        assertThat(config("on.unattributed=tag:house account").unattributed()).isEqualTo("house account");
        for (String wrong : List.of("drop", "tag", "tag:", "tag:a\tb", "tag:" + "x".repeat(257))) {
            assertThat(errors("on.unattributed=" + wrong))
                    .singleElement()
                    .asString()
                    .contains("on.unattributed=" + wrong, "keep or tag:<name>");
        }
    }

    @Test
    void exportersInJarsHaveAPath() throws Exception {
        assertThat(config("").exportersPath()).isEmpty();
        assertThat(config("exporters.path=/opt/a.jar,lib").exportersPath()).containsExactly("/opt/a.jar", "lib");
        assertThat(errors("exporters.path=a.jar,,b.jar"))
                .containsExactly(
                        "exporters.path=a.jar,,b.jar: allowed are paths of jars or of directories, separated by"
                                + " commas");
    }

    @Test
    void argumentsContinueThePreviousValue() throws Exception {
        AgentConfig config = config("exporters=file,other,exporter.other.type=file,ring.size=128KiB,ring.wait=2ms");

        assertThat(config.exporters()).containsOnlyKeys("file", "other");
        assertThat(config.exporters().get("other").options()).isEqualTo(Map.of("type", "file"));
        assertThat(config.ring().stripeBytes()).isEqualTo(128 * 1024);
        assertThat(config.ring().waitNanos()).isEqualTo(2_000_000);
    }

    @Test
    void argumentsBeatPropertiesBeatEnvironmentBeatsFile(@TempDir Path temp) throws Exception {
        Path file = temp.resolve("m.properties");
        Files.writeString(file, "service=file\ninstance=file\ndir=file\nring.stripes=8\n");
        Properties properties = new Properties();
        properties.setProperty("meterweave.service", "property");
        properties.setProperty("meterweave.instance", "property");
        Map<String, String> environment = Map.of(
                "METERWEAVE_SERVICE", "environment",
                "METERWEAVE_INSTANCE", "environment",
                "METERWEAVE_DIR", "environment",
                "METERWEAVE_CONFIG", file.toString());

        AgentConfig config =
                AgentConfig.of(ConfigSources.gather("service=argument", properties, environment), "host-a");

        assertThat(config.service()).isEqualTo("argument");
        assertThat(config.instance()).isEqualTo("property");
        assertThat(config.dir()).isEqualTo(new File("environment"));
        assertThat(config.ring().stripes()).isEqualTo(8);
    }

    @Test
    void ignoresWhatKubernetesPutsThereForAServiceOfTheName() throws Exception {
        Map<String, String> environment = Map.of(
                "METERWEAVE_SERVICE_HOST", "10.0.0.1",
                "METERWEAVE_SERVICE_PORT", "80",
                "METERWEAVE_PORT_80_TCP_ADDR", "10.0.0.1");

        assertThat(ConfigSources.gather("", new Properties(), environment)).isEmpty();
    }

    @Test
    void takesTheBoundsOfTheStorage() throws Exception {
        Storage storage = AgentConfig.of(
                        ConfigSources.gather(
                                "quota=16MiB,disk.floor=1MiB,grace=1h,policy=block,journal.block=64KiB",
                                new Properties(),
                                Map.of()),
                        "host-a")
                .storage();

        assertThat(storage.limits()).isEqualTo(new SpaceLimits(16 << 20, 1 << 20));
        assertThat(storage.grace()).isEqualTo(Duration.ofHours(1));
        assertThat(storage.block()).isTrue();
        assertThat(storage.blockBytes()).isEqualTo(64 << 10);
    }

    /** The ring's files are never given back: a quota that they fill alone would refuse everything, whatever is delivered. */
    @Test
    void theRingLeavesRoomInASmallQuota() throws Exception {
        assertThat(ring("quota=128MiB")).isEqualTo(RingOptions.DEFAULT);
        assertThat(ring("quota=127MiB").stripes()).isEqualTo(32);
        assertThat(ring("quota=16MiB").stripes()).isEqualTo(8);
        assertThat(ring("quota=16MiB,ring.size=512KiB").stripes()).isEqualTo(1);
        assertThat(ring("quota=16MiB,ring.stripes=16").stripes())
                .as("as asked for")
                .isEqualTo(16);
        assertThat(ring("quota=16MiB,journal=memory")).isEqualTo(RingOptions.DEFAULT);
        assertThat(errors("quota=16MiB,ring.stripes=32"))
                .containsExactly(
                        "ring.size=65536B, ring.stripes=32: eight segments of that are 16777216B, allowed is half of the quota, 8388608B");
        assertThat(errors("quota=16MiB,ring.size=2MiB")).hasSize(1);
    }

    private static RingOptions ring(String arguments) throws Exception {
        return AgentConfig.of(ConfigSources.gather(arguments, new Properties(), Map.of()), "host-a")
                .ring();
    }

    @Test
    void refusesBlocksThatAreNotAccountedFor() {
        for (String block : List.of("0B", "63KiB", "65KiB", "1088KiB", "2MiB", "4194368KiB")) {
            assertThat(errors("journal.block=" + block))
                    .as(block)
                    .hasSize(1)
                    .allMatch(
                            error -> error.matches("journal.block=[0-9]+B: allowed is a multiple of 64KiB up to 1MiB"));
        }
        assertThat(errors("journal.block=small"))
                .containsExactly("journal.block=small: allowed is a size such as 64KiB (B, KiB, MiB, GiB)");
    }

    @Test
    void reportsAllErrorsAtOnce() {
        assertThat(
                        errors(
                                "servce=a,instance=a b,ring.stripes=3,ring.size=plenty,ring.wait=9999999999d,exporters=file,exporter.kafka.url=x,model.alias.12=y"))
                .containsExactlyInAnyOrder(
                        "servce is no setting; did you mean service?",
                        "instance=a b: allowed are 1 to 64 letters, digits, '.', '_' and '-'",
                        "ring.stripes=3: allowed is a power of two from 1 to 256",
                        "ring.size=plenty: allowed is a size such as 64KiB (B, KiB, MiB, GiB)",
                        "ring.wait=9999999999d: allowed is a duration such as 1ms (ns, us, ms, s, m, h, d)",
                        "exporter.kafka.url is for no exporter; exporters=file",
                        "model.alias.12=y: allowed is model.alias.<16 hex digits>=NAME");
    }

    @Test
    void refusesWhatItCannotUnderstand() {
        assertThat(errors("verbose"))
                .containsExactly("agent argument 'verbose': allowed is key=value, separated by commas");
        assertThat(errors("service=a,service=b")).containsExactly("service is given twice in the agent's arguments");
        assertThat(errors("ring.size=64KB"))
                .containsExactly("ring.size=64KB: allowed is a size such as 64KiB (B, KiB, MiB, GiB)");
        assertThat(errors("ring.size=9999999GiB")).hasSize(1);
        assertThat(errors("ring.size=4194368KiB")).as("64 KiB modulo 4 GiB").hasSize(1);
        assertThat(errors("config=/does/not/exist").get(0)).startsWith("config=/does/not/exist: cannot be read: ");
    }
}
