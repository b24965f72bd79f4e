package io.meterweave.plugin.springai;

import static io.meterweave.plugin.Implementations.Origin.local;
import static io.meterweave.plugin.Implementations.Origin.remote;
import static java.util.Map.entry;

import io.meterweave.plugin.Implementations.Origin;
import java.util.Map;

/** Whose models each of Spring AI's modules has, by the package that its model classes are in. */
final class Origins {
    private static final String AI = "org.springframework.ai.";

    static final Map<String, Origin> BY_PACKAGE = Map.ofEntries(
            entry(AI + "anthropic", remote("anthropic")),
            entry(AI + "azure.openai", remote("azure.ai.openai")),
            entry(AI + "bedrock.cohere", remote("aws.bedrock")),
            entry(AI + "bedrock.converse", remote("aws.bedrock")),
            entry(AI + "bedrock.titan", remote("aws.bedrock")),
            entry(AI + "deepseek", remote("deepseek")),
            entry(AI + "google.genai", remote("gcp.gen_ai")),
            entry(AI + "google.genai.text", remote("gcp.gen_ai")),
            entry(AI + "huggingface", remote("huggingface")),
            entry(AI + "minimax", remote("minimax")),
            entry(AI + "mistralai", remote("mistral_ai")),
            entry(AI + "oci", remote("oci")),
            entry(AI + "oci.cohere", remote("oci")),
            entry(AI + "ollama", remote("ollama")),
            entry(AI + "openai", remote("openai")),
            entry(AI + "openaisdk", remote("openai")),
            entry(AI + "postgresml", remote("postgresml")),
            entry(AI + "vertexai.embedding.text", remote("gcp.vertex_ai")),
            entry(AI + "vertexai.gemini", remote("gcp.vertex_ai")),
            entry(AI + "zhipuai", remote("zhipuai")),
            // In this JVM on ONNX Runtime, which says its name itself.
            entry(AI + "transformers", local("")));

    private Origins() {}
}
