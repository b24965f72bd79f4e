package io.meterweave.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.app.SpringAiApp;
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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of stacks with Spring AI on top: which records there are, who owns them, and what they say. */
class SpringAiIT {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    static Stream<Arguments> jdksAndStacks() {
        List<String> stacks = List.of("spring-ai-1.0", "spring-ai-1.1", "spring-ai-2.0");
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
                    .main(SpringAiApp.class, server.url(), OpenAiServer.KEY)
                    .run();
            assertThat(exit.code()).as(exit.stderr()).isZero();
            assertThat(server.violations()).as(exit.stderr()).isEmpty();
        }
        assertThat(exit.stderr()).doesNotContain("meterweave:");
        Dump dump = Dump.read(jdk, dir).withoutLosses();
        boolean runsTools = !stack.equals("spring-ai-2.0");
        StackTable.assertHolds(runsTools ? "Spring AI 1" : "Spring AI 2", dump);
        plainCalls(exit, dump);
        toolsThatCallModels(exit, dump, runsTools);
        wrappers(exit, dump);
        errors(exit, dump, runsTools);
        assertThat(dump.usages()).allSatisfy(event -> assertThat(event.line()).doesNotContain("nobody may record"));
    }

    private static void plainCalls(Exit exit, Dump dump) {
        assertThat(exit.stdoutLines()).contains("chat calls=1", "embeddings 3", "silent calls=1");
        Event chat = dump.forSubject("chat");
        assertChat(chat, "plain", Tokens.AT_ONCE);
        Event embeddings = dump.forSubject("embeddings");
        assertEmbedding(embeddings, 3);
        Event silent = dump.forSubject("silent");
        assertThat(silent.text("request_model")).isEqualTo("silent");
        for (String field : List.of("input_tokens", "output_tokens", "tokens_source", "cache_read_input_tokens")) {
            assertThat(silent.has(field)).as(silent.line()).isFalse();
        }
    }

    /** In 1.x inside of the chat, which asks twice and is one inference; in 2.x between two chats. */
    private static void toolsThatCallModels(Exit exit, Dump dump, boolean runsTools) {
        String calls = runsTools ? " calls=1" : " calls=2";
        assertThat(exit.stdoutLines())
                .contains("chat-tool-chat" + calls, "chat-tool-embedding" + calls, "chat-tool-engine" + calls);
        assertChat(inTool(dump, "chat-tool-chat", runsTools), "inner", Tokens.AT_ONCE);
        assertEmbedding(inTool(dump, "chat-tool-embedding", runsTools), 1);
        Event engine = inTool(dump, "chat-tool-engine", runsTools);
        assertThat(engine.text("provider")).isEqualTo("onnxruntime");
        assertThat(engine.number("input_tokens")).isEqualTo(5);
        assertThat(engine.text("tokens_source")).isEqualTo("counted");
    }

    /** What the tool of a row called; checks the chats around it. */
    private static Event inTool(Dump dump, String subject, boolean runsTools) {
        List<Event> records = new ArrayList<>(dump.forEachOf(subject));
        List<Event> outer = records.stream()
                .filter(e -> e.text("request_model").equals("outer"))
                .toList();
        records.removeAll(outer);
        assertThat(records).as(subject).hasSize(1);
        Event inner = records.get(0);
        if (runsTools) {
            assertThat(outer).as(subject).hasSize(1);
            Event sum = outer.get(0);
            assertThat(inner.text("parent")).isEqualTo(sum.text("scope_id")).isNotEmpty();
            assertThat(inner.sequence()).isLessThan(sum.sequence());
            assertThat(sum.number("input_tokens")).isEqualTo(Tokens.CALLING.input() + Tokens.WITH_RESULT.input());
            assertThat(sum.number("output_tokens")).isEqualTo(Tokens.CALLING.output() + Tokens.WITH_RESULT.output());
            assertThat(sum.has("cache_read_input_tokens")).as(sum.line()).isFalse();
            assertThat(sum.text("response_model")).isEqualTo("outer" + Answer.VERSION);
        } else {
            assertThat(outer).as(subject).hasSize(2);
            assertChat(outer.get(0), "outer", Tokens.CALLING);
            assertChat(outer.get(1), "outer", Tokens.WITH_RESULT);
            assertThat(inner.has("parent")).as(inner.line()).isFalse();
            assertThat(inner.sequence())
                    .isBetween(outer.get(0).sequence(), outer.get(1).sequence());
        }
        return inner;
    }

    private static void wrappers(Exit exit, Dump dump) {
        assertThat(exit.stdoutLines()).contains("wrapper calls=1", "anonymous calls=1");
        for (String subject : List.of("wrapper", "anonymous")) {
            Event inner = dump.forSubject(subject);
            assertChat(inner, "inner", Tokens.AT_ONCE);
            assertThat(inner.has("parent")).as(inner.line()).isFalse();
        }
    }

    private static void errors(Exit exit, Dump dump, boolean runsTools) {
        for (String subject : List.of("busy", "broken")) {
            Event failed = dump.forSubject(subject);
            assertThat(failed.text("outcome")).isEqualTo("error");
            assertThat(exit.stdoutLines()).contains(subject + " threw " + failed.text("error_type"));
            assertThat(failed.text("request_model")).isEqualTo(subject);
            assertThat(failed.has("input_tokens")).as(failed.line()).isFalse();
        }
        assertThat(exit.stdoutLines()).contains("tool-throws threw java.lang.IllegalStateException");
        Event outer = dump.forSubject("tool-throws");
        if (runsTools) {
            assertThat(outer.text("outcome")).isEqualTo("error");
            assertThat(outer.text("error_type")).isEqualTo("java.lang.IllegalStateException");
            assertThat(outer.has("input_tokens")).as(outer.line()).isFalse();
        } else {
            assertChat(outer, "outer", Tokens.CALLING);
        }
    }

    private static void assertChat(Event event, String model, Tokens tokens) {
        assertThat(event.text("operation")).as(event.line()).isEqualTo("chat");
        assertThat(event.text("provider")).isEqualTo("openai");
        assertThat(event.text("request_model")).isEqualTo(model);
        assertThat(event.text("response_model")).isEqualTo(model + Answer.VERSION);
        assertThat(event.text("tokens_source")).isEqualTo("reported");
        assertThat(event.number("input_tokens")).isEqualTo(tokens.input());
        assertThat(event.number("output_tokens")).isEqualTo(tokens.output());
        assertThat(event.number("cache_read_input_tokens")).isEqualTo(tokens.cached());
        assertThat(event.number("reasoning_output_tokens")).isEqualTo(tokens.reasoning());
        assertThat(event.text("outcome")).isEqualTo("ok");
    }

    private static void assertEmbedding(Event event, int texts) {
        assertThat(event.text("operation")).as(event.line()).isEqualTo("embeddings");
        assertThat(event.text("provider")).isEqualTo("openai");
        assertThat(event.text("response_model")).isEqualTo("embedder" + Answer.VERSION);
        assertThat(event.number("items")).isEqualTo(texts);
        assertThat(event.number("input_tokens")).isEqualTo(texts * Tokens.EMBEDDED);
        assertThat(event.has("output_tokens")).isFalse();
    }
}
