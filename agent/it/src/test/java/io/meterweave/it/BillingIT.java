package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meterweave.it.app.Ack;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.receiver.LagoEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Real inferences on their way to a billing system, by the agent's configuration alone: each is billed once. */
class BillingIT {
    private static final int CALLS = 600;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    @EachJdk
    void everyCallIsBilledOnceBySomebodyWhoEndsAfterHeHasTakenABatch(Jdk jdk) throws Exception {
        try (LagoEndpoint lago = new LagoEndpoint()) {
            String[] settings = settings(lago);
            Set<String> calls;
            try (ForkedJvm jvm = Launch.on(jdk)
                    .agent(settings)
                    .main(Ack.class, "life", 2, CALLS / 2)
                    .start()) {
                lago.awaitEnd();
                jvm.awaitLine("calls=");
                lago.begin();
                calls = finish(jvm);
            }
            // What the JVM did not get shipped before it ended.
            Exit ship = Launch.cli(jdk, "ship").args(settings).run();
            assertThat(ship.code()).as(ship.stdout() + ship.stderr()).isZero();
            assertThat(lago.violations()).isEmpty();
            assertThat(lago.known()).as("events that came twice").isPositive();
            List<JsonNode> billed = lago.events();
            assertThat(billed)
                    .extracting(event -> event.at("/properties/request_id").textValue())
                    .containsExactlyInAnyOrderElementsOf(calls);
            assertThat(billed).allSatisfy(event -> {
                assertThat(event.path("external_subscription_id").textValue()).isEqualTo("acme");
                assertThat(event.path("code").textValue()).isEqualTo("tokens_in");
                assertThat(event.at("/properties/value").textValue()).isEqualTo("5");
            });
        }
    }

    private String[] settings(LagoEndpoint lago) throws IOException {
        return new String[] {
            "service=it",
            "dir=" + temp.resolve("meterweave"),
            "exporters=lago",
            "exporter.lago.type=http",
            "exporter.lago.dialect=lago",
            "exporter.lago.url=" + lago.url(),
            "exporter.lago.token.file=" + Files.writeString(temp.resolve("key"), LagoEndpoint.KEY + "\n"),
            "exporter.lago.meters=input_tokens:tokens_in",
            "exporter.lago.dimensions=request_id",
        };
    }

    /** Lets the JVM end in an orderly way; answers the calls that have returned in it. */
    private static Set<String> finish(ForkedJvm jvm) {
        jvm.tell("end");
        Exit exit = jvm.await(PATIENCE);
        assertThat(exit.code()).as(exit.stderr()).isZero();
        assertThat(exit.stderr()).doesNotContain(LagoEndpoint.KEY);
        // The JDK's own notices are one line each; java.util.logging begins with a line that is none.
        assertThat(exit.stderrLines())
                .filteredOn(line -> !line.isBlank() && !line.startsWith("WARNING: "))
                .singleElement()
                .asString()
                .startsWith("meterweave: exporter lago failed: cannot send to http://127.0.0.1:")
                .endsWith("(look at exporter.lago.url); usage stays in the journal and is sent again");
        Set<String> calls = new TreeSet<>(jvm.lines());
        calls.removeIf(line -> !line.startsWith("life-"));
        assertThat(calls).hasSize(CALLS);
        return calls;
    }
}
