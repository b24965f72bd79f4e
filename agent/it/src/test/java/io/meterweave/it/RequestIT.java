package io.meterweave.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.http.ContainerRequests;
import io.meterweave.it.app.http.Requests;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Libraries;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What is done for a request is billed to whom the request says, and nothing else that its thread does is. */
class RequestIT {
    /** Where the count of {@code refused_subject}, the eighth counter, stands in its file. */
    private static final int REFUSED_SUBJECT = 64 + 64 * 7;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    private Path dir() {
        return temp.resolve("meterweave");
    }

    private static Exit ok(Launch launch) {
        return ok(launch, Requests.class);
    }

    private static Exit ok(Launch launch, Class<?> program) {
        Exit exit = launch.main(program).run();
        assertThat(exit.code()).as(exit.stderr()).isZero();
        assertThat(exit.stderr()).doesNotContain("meterweave:");
        return exit;
    }

    private Map<String, Long> billed(Jdk jdk) {
        Map<String, Long> billed = new TreeMap<>();
        for (Event event : Dump.read(jdk, dir()).withoutLosses().usages()) {
            billed.merge(event.subject().isEmpty() ? "-" : event.subject(), 1L, Long::sum);
        }
        return billed;
    }

    private static Map<String, Long> expected(List<String> lines) {
        Map<String, Long> expected = new TreeMap<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            if (words.length == 2) {
                expected.put(words[0], Long.valueOf(words[1]));
            }
        }
        return expected;
    }

    @EachJdk
    void everyRequestIsBilledToItsOwnTenant(Jdk jdk) throws IOException {
        Exit exit = ok(Launch.on(jdk).agent("dir=" + dir(), "subject.from=principal,header:X-Tenant"));
        assertThat(expected(exit.stdoutLines())).hasSizeGreaterThan(100);
        assertThat(billed(jdk)).isEqualTo(expected(exit.stdoutLines()));
        assertThat(refused()).isEqualTo(3);
    }

    private long refused() throws IOException {
        byte[] counters = Files.readAllBytes(Instances.of(dir()).get(0).resolve("counters.dat"));
        return ByteBuffer.wrap(counters).order(ByteOrder.LITTLE_ENDIAN).getLong(REFUSED_SUBJECT);
    }

    /** Filters, security, error pages, forwards and includes of a servlet container; and sources beside header and principal. */
    @EachJdk
    void filtersAndDispatchesOfAContainerAndAllSources(Jdk jdk) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(ContainerRequests.KEY.getBytes(UTF_8));
        Path keys = temp.resolve("keys");
        Files.writeString(keys, HexFormat.of().formatHex(hash) + " kay\n");
        String sources = "subject.from=principal,api-key:X-Api-Key,baggage:tenant,header:X-Tenant";
        Exit exit = ok(
                Launch.on(jdk)
                        .agent("dir=" + dir(), sources, "subject.api-keys.file=" + keys)
                        .classpath(Libraries.stack("tomcat-11")),
                ContainerRequests.class);
        assertThat(expected(exit.stdoutLines())).hasSizeGreaterThan(10);
        assertThat(billed(jdk)).isEqualTo(expected(exit.stdoutLines()));
        assertThat(refused()).isEqualTo(4);
        assertThat(exit.stderr() + Dump.read(jdk, dir())).doesNotContain(ContainerRequests.KEY);
    }

    @EachJdk
    void alsoWhereTheServerWasThereBeforeTheAgent(Jdk jdk) {
        try (ForkedJvm jvm = Launch.on(jdk).main(Requests.class, "attach").start()) {
            jvm.awaitLine("running");
            Exit attach = Launch.cli(jdk, "attach", Long.toString(jvm.pid()))
                    .args("dir=" + dir(), "subject.from=principal,header:X-Tenant")
                    .run();
            assertThat(attach.code()).as(attach.stderr()).isZero();
            assertThat(attach.stdoutLines()).contains("woven: com.sun.net.httpserver.Filter$Chain");
            jvm.tell("go");
            Exit exit = jvm.await(Duration.ofSeconds(60));
            assertThat(exit.code()).as(exit.stderr()).isZero();
            assertThat(billed(jdk)).isEqualTo(expected(exit.stdoutLines()));
        }
    }

    /** Not asked for, requests say nothing: only the application's own scopes pay. */
    @EachJdk
    void nothingIsReadWithoutTheSetting(Jdk jdk) {
        Exit exit = ok(Launch.on(jdk).agent("dir=" + dir()));
        Dump dump = Dump.read(jdk, dir());
        assertThat(billed(jdk).keySet()).contains("-", "inner", "left-open").doesNotContain("acme", "alice", "thrower");
        assertThat(exit.stdoutLines()).isNotEmpty();
        assertThat(dump.of(Event.LIFECYCLE))
                .noneMatch(event -> event.text("plugin").equals("jdkhttp"));
    }
}
