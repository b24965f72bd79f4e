package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.LangChain4jApp;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Jdks;
import io.meterweave.it.fork.Launch;
import io.meterweave.it.fork.Libraries;
import io.meterweave.it.openai.Answer;
import io.meterweave.it.openai.Answer.Tokens;
import io.meterweave.it.openai.OpenAiServer;
import io.meterweave.it.stacks.StackTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of stacks with LangChain4j on top: which records there are, who owns them, and what they say. */
class LangChain4jIT {
    private static final int TEXTS = 7;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    static Stream<Arguments> jdksAndStacks() {
        List<String> stacks = List.of("langchain4j-1.0", "langchain4j-1.20");
        return Jdks.all().stream().flatMap(jdk -> stacks.stream().map(stack -> Arguments.of(jdk, stack)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("jdksAndStacks")
    void stacks(Jdk jdk, String stack) throws IOException {
        Path dir = temp.resolve("meterweave");
        Exit exit;
        try (OpenAiServer server = OpenAiServer.start()) {
            exit = Launch.on(jdk)
                    .agent("dir=" + dir, "service=it")
                    .classpath(Libraries.stack(stack))
                    .main(LangChain4jApp.class, server.url(), OpenAiServer.KEY)
                    .run();
            assertThat(exit.code()).as(exit.stderr()).isZero();
            assertThat(server.violations()).as(exit.stderr()).isEmpty();
        }
        assertThat(exit.stderr()).doesNotContain("meterweave:");
        Dump dump = Dump.read(jdk, dir).withoutLosses();
        StackTable.assertHolds("LangChain4j", dump);
        inProcess(exit, dump);
        remote(exit, dump);
        chatThatNeedsAnEmbedding(exit, dump);
        errors(exit, dump);
        assertThat(dump.usages()).allSatisfy(event -> assertThat(event.line()).doesNotContain("nobody may record"));
    }

    /** One embedAll is one record, however many engine calls it makes, on whichever threads. */
    private static void inProcess(Exit exit, Dump dump) {
        for (String subject : List.of("one", "batch", "pool")) {
            Event event = dump.forSubject(subject);
            assertInProcess(event, subject.equals("one") ? 1 : TEXTS);
            // LangChain4j leaves out the first and the last token of each text, which the model reads.
            long reported = event.number("input_tokens") - 2 * event.number("items");
            assertThat(exit.stdoutLines()).contains(subject + " " + reported);
            assertThat(event.has("parent")).as(event.line()).isFalse();
        }
        assertThat(dump.forSubject("pool").number("input_tokens"))
                .isEqualTo(dump.forSubject("batch").number("input_tokens"));
    }

    private static void assertInProcess(Event event, int texts) {
        assertThat(event.text("operation")).as(event.line()).isEqualTo("embeddings");
        assertThat(event.text("provider")).as(event.line()).isEqualTo("onnxruntime");
        assertThat(event.text("request_model")).as(event.line()).startsWith("sha256:");
        assertThat(event.text("device")).isEqualTo("cpu");
        assertThat(event.text("tokens_source")).isEqualTo("counted");
        assertThat(event.number("items")).isEqualTo(texts);
        assertThat(event.text("outcome")).isEqualTo("ok");
    }

    private static void remote(Exit exit, Dump dump) {
        Event embeddings = dump.forSubject("embeddings");
        assertThat(exit.stdoutLines()).contains("embeddings " + TEXTS);
        assertThat(embeddings.text("operation")).as(embeddings.line()).isEqualTo("embeddings");
        assertThat(embeddings.text("provider")).isEqualTo("openai");
        assertThat(embeddings.number("items")).isEqualTo(TEXTS);
        assertThat(embeddings.number("input_tokens")).isEqualTo(TEXTS * Tokens.EMBEDDED);
        assertThat(embeddings.has("output_tokens")).isFalse();
        for (String subject : List.of("chat", "chat-request", "wrapper")) {
            assertChat(dump.forSubject(subject));
        }
        Event silent = dump.forSubject("silent");
        for (String field : List.of("input_tokens", "output_tokens", "tokens_source", "cache_read_input_tokens")) {
            assertThat(silent.has(field)).as(silent.line()).isFalse();
        }
    }

    private static void assertChat(Event event) {
        assertThat(event.text("operation")).as(event.line()).isEqualTo("chat");
        assertThat(event.text("provider")).isEqualTo("openai");
        assertThat(event.text("request_model")).as(event.line()).isEqualTo("plain");
        assertThat(event.text("response_model")).isEqualTo("plain" + Answer.VERSION);
        assertThat(event.text("tokens_source")).isEqualTo("reported");
        assertThat(event.number("input_tokens")).isEqualTo(Tokens.AT_ONCE.input());
        assertThat(event.number("output_tokens")).isEqualTo(Tokens.AT_ONCE.output());
        assertThat(event.number("cache_read_input_tokens")).isEqualTo(Tokens.AT_ONCE.cached());
        assertThat(event.number("reasoning_output_tokens")).isEqualTo(Tokens.AT_ONCE.reasoning());
        assertThat(event.has("parent")).as(event.line()).isFalse();
    }

    private static void chatThatNeedsAnEmbedding(Exit exit, Dump dump) {
        assertThat(exit.stdoutLines()).contains("chat-embedding " + "found 384".length());
        List<Event> records = dump.forEachOf("chat-embedding");
        assertThat(records).hasSize(2);
        Event embedding = records.get(0);
        Event chat = records.get(1);
        assertInProcess(embedding, 1);
        assertThat(embedding.text("parent")).isEqualTo(chat.text("scope_id")).isNotEmpty();
        assertThat(chat.text("operation")).isEqualTo("chat");
        assertThat(chat.has("provider")).as(chat.line()).isFalse();
        assertThat(chat.text("response_model")).isEqualTo("gateway-model");
        assertThat(chat.number("input_tokens")).isEqualTo(12);
        assertThat(chat.number("output_tokens")).isEqualTo(3);
    }

    private static void errors(Exit exit, Dump dump) {
        for (String subject : List.of("busy", "broken", "no-text")) {
            Event failed = dump.forSubject(subject);
            assertThat(failed.text("outcome")).as(failed.line()).isEqualTo("error");
            assertThat(exit.stdoutLines()).contains(subject + " threw " + failed.text("error_type"));
            assertThat(failed.has("input_tokens")).as(failed.line()).isFalse();
        }
    }
}
