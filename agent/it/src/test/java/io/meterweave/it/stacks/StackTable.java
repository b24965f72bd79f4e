package io.meterweave.it.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.it.Dump;
import io.meterweave.it.Event;
import java.util.List;

/**
 * Which records each stack of libraries gives for a call: what the tests hold the programs to, and what
 * {@code docs/supported-libraries.md} shows, are these rows.
 */
public final class StackTable {
    private static final String LANGCHAIN4J = "LangChain4j 1.0 and 1.20";
    private static final String SPRING_AI_1 = "Spring AI 1.0 and 1.1";
    private static final String SPRING_AI_2 = "Spring AI 2.0";

    static final List<Row> ROWS = List.of(
            row("DJL on ONNX Runtime", "a prediction", "predict", "djl predict tiny: 5 in, counted; 1 item; on cpu"),
            row(
                    "DJL on ONNX Runtime",
                    "a batch of three, one engine call",
                    "batch",
                    "djl predict tiny: 15 in, counted; 3 items; on cpu"),
            row(
                    "DJL on ONNX Runtime",
                    "a batch of three without a `Batchifier`, three engine calls",
                    "batch-of-runs",
                    "djl predict tiny: 15 in, counted; 3 items; on cpu"),
            row(
                    "DJL on ONNX Runtime",
                    "predict inside of predict: a translator that asks another model, for another subject",
                    "nested asked",
                    "djl predict: 7 in, counted; 1 item; on cpu; inside of the next",
                    "djl predict tiny: 6 in, counted; 1 item; on cpu"),
            row(
                    "DJL on ONNX Runtime",
                    "a subclass that overrides `batchPredict` and calls it",
                    "override",
                    "djl predict tiny: 5 in, counted; 2 items; on cpu"),
            row(
                    "A queue of requests, DJL on ONNX Runtime",
                    "a batch of `Input`s of two tenants, with `subject.from=header:…`",
                    "row-a row-b",
                    "djl predict tiny: 3 in, counted; 1 item; on cpu",
                    "djl predict tiny: 5 in, counted; 1 item; on cpu"),
            row("DJL on PyTorch", "a prediction", "predict", "djl predict tiny: 1 item; on cpu"),
            row("DJL on PyTorch", "a batch of three", "batch", "djl predict tiny: 3 items; on cpu"),
            row(
                    LANGCHAIN4J + ", MiniLM in process",
                    "seven texts, fanned out to a pool",
                    "pool",
                    "onnxruntime embeddings: 44 in, counted; 7 items; on cpu"),
            row(
                    LANGCHAIN4J + ", MiniLM in process",
                    "seven texts on the caller's thread",
                    "batch",
                    "onnxruntime embeddings: 44 in, counted; 7 items; on cpu"),
            row(LANGCHAIN4J, "a chat", "chat", "openai chat plain: 40 in, 10 out, reported"),
            row(
                    LANGCHAIN4J + ", MiniLM in process",
                    "a chat that needs an embedding",
                    "chat-embedding",
                    "onnxruntime embeddings: 4 in, counted; 1 item; on cpu; inside of the next",
                    "chat: 12 in, 3 out, reported"),
            row(SPRING_AI_1, "a chat", "chat", "openai chat plain: 40 in, 10 out, reported"),
            row(
                    SPRING_AI_1,
                    "a chat that calls a tool that chats",
                    "chat-tool-chat",
                    "openai chat inner: 40 in, 10 out, reported; inside of the next",
                    "openai chat outer: 250 in, 50 out, reported"),
            row(
                    SPRING_AI_1,
                    "a chat that calls a tool that needs an embedding",
                    "chat-tool-embedding",
                    "openai embeddings: 5 in, reported; 1 item; inside of the next",
                    "openai chat outer: 250 in, 50 out, reported"),
            row(
                    SPRING_AI_1 + ", ONNX Runtime",
                    "a chat that calls a tool that runs a model",
                    "chat-tool-engine",
                    "onnxruntime predict: 5 in, counted; 1 item; on cpu; inside of the next",
                    "openai chat outer: 250 in, 50 out, reported"),
            row(
                    SPRING_AI_2,
                    "a chat that asks for a tool, the tool's own chat, and the chat with its result",
                    "chat-tool-chat",
                    "openai chat outer: 100 in, 20 out, reported",
                    "openai chat inner: 40 in, 10 out, reported",
                    "openai chat outer: 150 in, 30 out, reported"));

    private StackTable() {}

    /**
     * One row.
     *
     * @param stack the libraries
     * @param call what the application does
     * @param subjects whom its program does it for, separated by blanks
     * @param records what is recorded, in the order in which the calls end
     */
    record Row(String stack, String call, String subjects, List<String> records) {}

    private static Row row(String stack, String call, String subjects, String... records) {
        return new Row(stack, call, subjects, List.of(records));
    }

    /** Holds what the program of a stack has left behind to all rows whose stack begins so. */
    public static void assertHolds(String stack, Dump dump) {
        List<Row> rows =
                ROWS.stream().filter(row -> row.stack().startsWith(stack)).toList();
        assertThat(rows).as(stack).isNotEmpty();
        for (Row row : rows) {
            List<String> subjects = List.of(row.subjects().split(" "));
            List<Event> events = dump.usages().stream()
                    .filter(event -> subjects.contains(event.subject()))
                    .toList();
            assertThat(events.stream().map(event -> told(event, events)))
                    .as(row.stack() + ": " + row.call())
                    .isEqualTo(row.records());
        }
    }

    private static String told(Event event, List<Event> of) {
        StringBuilder all = new StringBuilder();
        for (String word : List.of("provider", "operation")) {
            all.append(event.has(word) ? event.text(word) + " " : "");
        }
        // A path or a hash is of no interest, and not the same everywhere.
        String model = event.text("request_model");
        all.append(model.matches("[a-z]+") ? model : "");
        String text = all.toString().strip() + ":";
        if (event.has("tokens_source")) {
            String out = event.has("output_tokens") ? ", " + event.number("output_tokens") + " out" : "";
            text += " " + event.number("input_tokens") + " in" + out + ", " + event.text("tokens_source") + ";";
        }
        if (event.has("items")) {
            long items = event.number("items");
            text += " " + items + (items == 1 ? " item;" : " items;");
        }
        text += event.has("device") ? " on " + event.text("device") + ";" : "";
        int next = of.indexOf(event) + 1;
        boolean inside = event.has("parent")
                && next < of.size()
                && of.get(next).text("scope_id").equals(event.text("parent"));
        text += inside ? " inside of the next;" : event.has("parent") ? " inside of another;" : "";
        return text.substring(0, text.length() - 1);
    }
}
