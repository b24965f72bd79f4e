package io.meterweave.it.app;

import java.lang.reflect.Method;
import java.util.List;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.tool.ToolCallback;

/**
 * OpenAI's models in Spring AI, which does not try again: reflectively, because 1.x builds them on a client of its own, and
 * 2.x on OpenAI's.
 */
final class SpringAiModels {
    private static final String OPENAI = "org.springframework.ai.openai.";
    private static final boolean OWN_CLIENT = exists(OPENAI + "api.OpenAiApi");

    private final String url;
    private final String key;

    SpringAiModels(String url, String key) {
        this.url = url;
        this.key = key;
    }

    ChatModel chat(String model, ToolCallback... tools) throws ReflectiveOperationException {
        Object options = options("OpenAiChatOptions", model);
        call(options, "toolCallbacks", List.of(tools));
        Object builder = callStatic(OPENAI + "OpenAiChatModel", "builder");
        if (OWN_CLIENT) {
            call(builder, "openAiApi", api());
            call(builder, "defaultOptions", call(options, "build"));
            call(builder, "retryTemplate", once());
        } else {
            call(builder, "options", call(options, "build"));
        }
        return (ChatModel) call(builder, "build");
    }

    EmbeddingModel embedding(String model) throws ReflectiveOperationException {
        Object options = call(options("OpenAiEmbeddingOptions", model), "build");
        Class<?> type = Class.forName(OPENAI + "OpenAiEmbeddingModel");
        if (!OWN_CLIENT) {
            return (EmbeddingModel) type.getConstructor(options.getClass()).newInstance(options);
        }
        Object mode = Class.forName("org.springframework.ai.document.MetadataMode")
                .getField("EMBED")
                .get(null);
        Object api = api();
        Object once = once();
        return (EmbeddingModel)
                type.getConstructor(api.getClass(), mode.getClass(), options.getClass(), once.getClass())
                        .newInstance(api, mode, options, once);
    }

    private Object options(String type, String model) throws ReflectiveOperationException {
        Object builder = callStatic(OPENAI + type, "builder");
        call(builder, "model", model);
        if (!OWN_CLIENT) {
            call(builder, "baseUrl", url + "/v1");
            call(builder, "apiKey", key);
            call(builder, "maxRetries", 0);
        }
        return builder;
    }

    private Object api() throws ReflectiveOperationException {
        Object builder = callStatic(OPENAI + "api.OpenAiApi", "builder");
        call(builder, "baseUrl", url);
        call(builder, "apiKey", key);
        return call(builder, "build");
    }

    private static Object once() throws ReflectiveOperationException {
        Object builder = callStatic("org.springframework.retry.support.RetryTemplate", "builder");
        call(builder, "maxAttempts", 1);
        return call(builder, "build");
    }

    private static boolean exists(String type) {
        try {
            Class.forName(type, false, SpringAiModels.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static Object callStatic(String type, String method) throws ReflectiveOperationException {
        return Class.forName(type).getMethod(method).invoke(null);
    }

    private static Object call(Object on, String name, Object... arguments) throws ReflectiveOperationException {
        for (Method method : on.getClass().getMethods()) {
            if (method.getName().equals(name) && takes(method.getParameterTypes(), arguments)) {
                return method.invoke(on, arguments);
            }
        }
        throw new NoSuchMethodException(on.getClass() + "." + name);
    }

    private static boolean takes(Class<?>[] types, Object[] arguments) {
        if (types.length != arguments.length) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            boolean number = types[i] == int.class && arguments[i] instanceof Integer;
            if (!number && !types[i].isInstance(arguments[i])) {
                return false;
            }
        }
        return true;
    }
}
