package io.meterweave.cli.doctor;

import java.util.List;

/**
 * A library that infers or asks a model, by classes that its users must have; what no plugin hooks is reported as not
 * metered.
 *
 * @param name what people call it
 * @param root what its classes' names begin with: usually its package with a final dot. A plugin for one of them is for all
 * @param markers its entry points, by their binary names, the newest version's first
 */
record KnownLibrary(String name, String root, List<String> markers) {
    static final List<KnownLibrary> ALL = List.of(
            of("Amazon Bedrock", "software.amazon.awssdk.services.bedrockruntime.", "BedrockRuntimeClient"),
            of("Anthropic Java SDK", "com.anthropic.", "client.AnthropicClient"),
            of("Google Gen AI SDK", "com.google.genai.", "Models"),
            of("Jlama", "com.github.tjake.jlama.", "model.AbstractModel"),
            of("LangChain4j before 1.0", "dev.langchain4j.model.chat.ChatLanguage", "Model"),
            of("LangChain4j streaming", "dev.langchain4j.model.chat.Streaming", "ChatModel"),
            of("llama.cpp (java-llama.cpp)", "de.kherud.llama.", "LlamaModel"),
            of("Ollama4j", "io.github.ollama4j.", "Ollama", "OllamaAPI"),
            of("ONNX Runtime GenAI", "ai.onnxruntime.genai.", "Generator"),
            of("OpenAI Java SDK", "com.openai.", "client.OpenAIClient"),
            of("Spring AI streaming", "org.springframework.ai.chat.model.Streaming", "ChatModel"),
            of("TensorFlow Java", "org.tensorflow.", "Session"));

    private static KnownLibrary of(String name, String root, String... markers) {
        return new KnownLibrary(
                name, root, List.of(markers).stream().map(root::concat).toList());
    }
}
