package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.fork.Await;
import io.meterweave.it.fork.EachJdk;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.ForkedJvm;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Libraries;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/spring-boot-server}, the jar as it is: Tomcat, two tenants, a woven library and an annotated method. */
class SpringBootServerIT {
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> TENANTS = List.of("acme", "globex");
    private static final int REQUESTS = 40;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    private final HttpClient http = HttpClient.newHttpClient();

    @EachJdk
    void eachRequestIsOneRecordOfItsTenant(Jdk jdk) {
        Path dir = temp.resolve("meterweave");
        Launch launch = Launch.on(jdk)
                .agent("dir=" + dir, "subject.from=header:X-Tenant", "attributes.from=request_id:X-Request-Id")
                .args("-jar", Libraries.springBootServer().toString(), "--server.port=0");
        try (ForkedJvm jvm = launch.start()) {
            Await.until("the port of " + jvm, PATIENCE, () -> port(jvm) > 0);
            send(port(jvm));
            jvm.signal("TERM");
            Exit exit = jvm.await(PATIENCE);
            assertThat(exit.stderr()).doesNotContain("meterweave:");
        }
        List<String> records = new ArrayList<>();
        for (Event event : Dump.read(jdk, dir).withoutLosses().usages()) {
            String tokens = event.number("input_tokens") + " in";
            if (event.has("output_tokens")) {
                tokens += ", " + event.number("output_tokens") + " out";
            }
            records.add(event.attribute("request_id") + " " + event.subject() + " " + event.text("operation") + " "
                    + tokens);
        }
        assertThat(records).containsExactlyInAnyOrderElementsOf(expected());
    }

    private static long port(ForkedJvm jvm) {
        return jvm.lines().stream()
                .flatMap(line -> PORT.matcher(line).results())
                .map((MatchResult found) -> Integer.valueOf(found.group(1)))
                .findFirst()
                .orElse(0);
    }

    private static String tenant(int request) {
        return TENANTS.get(request % 2);
    }

    /** Every other two requests go to the model, the rest to the annotated method. */
    private static boolean embeds(int request) {
        return request % 4 < 2;
    }

    /** The letter is one token of MiniLM's vocabulary; each text has as many as it has words, and two around them. */
    private static String text(int request) {
        return "a " + "i ".repeat(request) + "u";
    }

    private static List<String> expected() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            int words = i + 2;
            expected.add("r" + i + " " + tenant(i)
                    + (embeds(i)
                            ? " embeddings " + (words + 2) + " in"
                            : " keywords " + words + " in, " + (i == 0 ? 2 : 3) + " out"));
        }
        return expected;
    }

    private void send(long port) {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            URI uri = URI.create("http://127.0.0.1:" + port + (embeds(i) ? "/embed" : "/keywords"));
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .timeout(PATIENCE)
                    .header("X-Tenant", tenant(i))
                    .header("X-Request-Id", "r" + i)
                    .header("Content-Type", "text/plain")
                    .POST(BodyPublishers.ofString(text(i)))
                    .build();
            answers.add(http.sendAsync(request, BodyHandlers.ofString()));
        }
        answers.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
    }
}
