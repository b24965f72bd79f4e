package io.meterweave.it.stacks;

import io.meterweave.it.fork.Libraries;
import java.util.List;

/** The page {@code docs/supported-libraries.md}: which versions the tests run, what is metered of them and what is not. */
final class SupportedLibraries {
    private static final String INTRODUCTION = """
            # Supported libraries

            Generated from what the tests run and assert (`agent/it`, package `io.meterweave.it.stacks`); make it anew with
            `mvn verify -pl agent/it -am -Dit.test=SupportedLibrariesIT -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false -Ddocs.write=true`.
            Each version is run on JDK 17 and 25, forked, with the real agent and the real library; remote providers are played by a
            strict server on the loopback address. A version in between that has the classes and methods of one of these is metered alike;
            one that has not is left alone, and the agent says so: `loaded but not woven`. What an application has, and what of it would
            be metered, `java -jar meterweave-agent.jar doctor app.jar` tells. Servers whose requests say who pays: [attribution.md](attribution.md#servers).
            """;

    private static final String TABLE = """

            ## What each stack gives

            One inference is one record, through however many layers it goes
            ([decision 8](decisions/0008-one-inference-one-record.md)). Records are in the order in which the calls end; "in" and "out" are
            tokens, followed by where their number comes from.

            | stack | call | records |
            |---|---|---|
            """;

    private static final List<Library> LIBRARIES = List.of(
            new Library(
                    "ONNX Runtime `com.microsoft.onnxruntime:onnxruntime`",
                    "1.15.0, 1.16.3, 1.17.1, " + Libraries.NEWEST_ONNX_RUNTIME,
                    "`OrtSession.run`, all overloads",
                    "`attention_mask` (padding not counted); without a mask the padded `input_ids`, `estimated`",
                    "ONNX Runtime GenAI, training sessions"),
            new Library(
                    "Deep Java Library `ai.djl:api`, on any engine",
                    "0.28.0 and " + Libraries.NEWEST_DJL
                            + " on ONNX Runtime, 0.36.0 on PyTorch 2.7.1 and on ONNX Runtime with"
                            + " PyTorch's operators",
                    "`Predictor.batchPredict` (`predict` ends in it) and what overrides it, a model server's batches"
                            + " [split by request](attribution.md#several-requests-in-one-batch); `streamingPredict`, and each"
                            + " step that is taken of its stream",
                    "from the engine below: ONNX Runtime's; on other engines unknown",
                    "tokens on other engines than ONNX Runtime; what fills a `ChunkedBytesSupplier`, a publisher or a lazy iterator"
                            + " after the call: such a record says `incomplete`"),
            new Library(
                    "LangChain4j `dev.langchain4j:langchain4j-core`",
                    "1.0.0, 1.20.0",
                    "`ChatModel.doChat`, `chat(ChatRequest)` where that is overridden; `EmbeddingModel.embedAll`, `doEmbed`",
                    "as the model reports them; in process, as ONNX Runtime below counts them",
                    "streaming and asynchronous models; image, audio, moderation and scoring models; versions before 1.0"),
            new Library(
                    "Spring AI `org.springframework.ai:spring-ai-model`",
                    "1.0.0, 1.1.8, 2.0.1",
                    "`ChatModel.call(Prompt)`, `EmbeddingModel.call(EmbeddingRequest)`",
                    "as the model reports them; an empty usage is unknown, not 0",
                    "`stream`; image, audio and moderation models"));

    private SupportedLibraries() {}

    private record Library(String name, String versions, String hooked, String tokens, String not) {}

    static String text() {
        StringBuilder all = new StringBuilder(INTRODUCTION);
        all.append("\n| library | versions tried | hooked | tokens | not metered |\n|---|---|---|---|---|\n");
        for (Library library : LIBRARIES) {
            all.append("| ")
                    .append(String.join(
                            " | ",
                            library.name(),
                            library.versions(),
                            library.hooked(),
                            library.tokens(),
                            library.not()))
                    .append(" |\n");
        }
        all.append(TABLE);
        for (StackTable.Row row : StackTable.ROWS) {
            all.append("| ")
                    .append(row.stack())
                    .append(" | ")
                    .append(row.call())
                    .append(" | ")
                    .append(String.join("<br>", row.records()))
                    .append(" |\n");
        }
        return all.toString();
    }
}
