package io.meterweave.plugin.langchain4j;

import static io.meterweave.plugin.Implementations.Origin.local;
import static io.meterweave.plugin.Implementations.Origin.remote;
import static java.util.Map.entry;

import io.meterweave.plugin.Implementations.Origin;
import java.util.Map;

/** Whose models each of LangChain4j's modules has, by the package that its model classes are in. */
final class Origins {
    private static final String MODEL = "dev.langchain4j.model.";

    static final Map<String, Origin> BY_PACKAGE = Map.ofEntries(
            entry(MODEL + "anthropic", remote("anthropic")),
            entry(MODEL + "azure", remote("azure.ai.openai")),
            entry(MODEL + "bedrock", remote("aws.bedrock")),
            entry(MODEL + "cohere", remote("cohere")),
            entry(MODEL + "github", remote("azure.ai.inference")),
            entry(MODEL + "google.genai", remote("gcp.gen_ai")),
            entry(MODEL + "googleai", remote("gcp.gemini")),
            entry(MODEL + "gpullama3", local("gpullama3")),
            entry(MODEL + "huggingface", remote("huggingface")),
            entry(MODEL + "jina", remote("jina")),
            entry(MODEL + "jlama", local("jlama")),
            entry(MODEL + "localai", remote("localai")),
            entry(MODEL + "mistralai", remote("mistral_ai")),
            entry(MODEL + "nomic", remote("nomic")),
            entry(MODEL + "ollama", remote("ollama")),
            entry(MODEL + "openai", remote("openai")),
            entry(MODEL + "openaiofficial", remote("openai")),
            entry(MODEL + "vertexai", remote("gcp.vertex_ai")),
            entry(MODEL + "vertexai.anthropic", remote("gcp.vertex_ai")),
            entry(MODEL + "vertexai.gemini", remote("gcp.vertex_ai")),
            entry(MODEL + "voyageai", remote("voyage_ai")),
            entry(MODEL + "watsonx", remote("ibm.watsonx.ai")),
            entry(MODEL + "workersai", remote("cloudflare")),
            // In this JVM on ONNX Runtime, which says its name itself.
            entry(MODEL + "embedding.onnx", local("")));

    private Origins() {}
}
