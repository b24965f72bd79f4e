package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meterweave.it.app.Nobody;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Usage that nobody is named for is kept, told from all other, and counted: as it is, or under the configured name. */
class UnattributedIT {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    private Path dir() {
        return temp.resolve("meterweave");
    }

    private List<String> recorded(Jdk jdk, String setting) {
        Exit exit =
                Launch.on(jdk).agent("dir=" + dir(), setting).main(Nobody.class).run();
        assertThat(exit.code()).as(exit.stderr()).isZero();
        assertThat(exit.stderr()).doesNotContain("meterweave:");
        // Reading verifies the journal and its manifests: what a tag is, is in the journaled bytes.
        return Dump.read(jdk, dir()).withoutLosses().usages().stream()
                .map(e -> e.number("input_tokens") + " " + e.subject() + "/" + e.text("subject_source")
                        + e.attribute("team"))
                .sorted()
                .toList();
    }

    private JsonNode json(Jdk jdk, String command, String... options) throws JsonProcessingException {
        Exit exit = Launch.cli(jdk, command, "--dir", dir().toString(), "--format", "json")
                .args(options)
                .run();
        assertThat(exit.code()).as(exit.stderr()).isZero();
        return new ObjectMapper().readTree(exit.stdout());
    }

    private void assertCounted(Jdk jdk) throws JsonProcessingException {
        JsonNode stat = json(jdk, "stat").path("epochs").path(0);
        assertThat(stat.path("records").asLong()).isEqualTo(6);
        assertThat(stat.path("unattributed").asLong()).isEqualTo(4);
        assertThat(stat.path("incidents").toString()).isEqualTo("{\"refused_attribute\":1,\"refused_subject\":1}");
        JsonNode total = json(jdk, "report").path("total");
        assertThat(total.path("records").asLong()).isEqualTo(6);
        assertThat(total.path("unattributed").asLong()).isEqualTo(4);
    }

    @EachJdk
    void isKeptAsItIs(Jdk jdk) throws JsonProcessingException {
        assertThat(recorded(jdk, "on.unattributed=keep"))
                .containsExactly("1 /", "2 acme/", "3 /", "4 /blue", "5 house/", "6 /");
        assertCounted(jdk);
    }

    @EachJdk
    void isForWhomItIsTagged(Jdk jdk) throws JsonProcessingException {
        assertThat(recorded(jdk, "on.unattributed=tag:house"))
                .containsExactly(
                        "1 house/unattributed",
                        "2 acme/",
                        "3 house/unattributed",
                        "4 house/unattributedblue",
                        "5 house/",
                        "6 house/unattributed");
        assertCounted(jdk);
        JsonNode groups = json(jdk, "report", "--by", "subject,subject_source").path("groups");
        assertThat(groups).hasSize(3);
        assertThat(groups.path(1).path("subject_source").asText()).isEqualTo("unattributed");
        assertThat(groups.path(1).path("records").asLong()).isEqualTo(4);
    }
}
