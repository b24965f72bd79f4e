package io.meterweave.it.app.deferred;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Makes calls that outlive their method as woven code does, through the agent's own loader, which a thread of the agent has for
 * its context. Each item is one output token.
 */
final class Deferring {
    private static final String PLUGIN = "io.meterweave.plugin.";

    private final ClassLoader agent;

    Deferring() throws ReflectiveOperationException {
        Class.forName("ai.onnxruntime.OrtSession", false, Deferring.class.getClassLoader()); // The pipeline starts.
        agent = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("meterweave-sweep"))
                .findFirst()
                .orElseThrow()
                .getContextClassLoader();
    }

    /** What a metered method returns that is declared to return {@code declared}. */
    <T> T returned(Class<T> declared, Object result) throws ReflectiveOperationException {
        Class<?> inference = type(PLUGIN + "Inference");
        Object at = type(PLUGIN + "EntryPoint")
                .getMethod("of", type(PLUGIN + "Layer"), type(PLUGIN + "Locality"))
                .invoke(null, word(PLUGIN + "Layer", "CLIENT"), word(PLUGIN + "Locality", "LOCAL"));
        Class<?> facts = type("io.meterweave.record.Facts");
        Object open = inference
                .getMethod("open", at.getClass(), facts)
                .invoke(null, at, facts.getField("NONE").get(null));
        inference.getMethod("start").invoke(open);
        Object call = inference.getMethod("defer").invoke(open);
        Class<?> reader = type(PLUGIN + "ItemReader");
        Method wrap = type(PLUGIN + "deferred.Deferred")
                .getMethod("wrap", Object.class, Class.class, call.getClass(), reader);
        Object counting = Proxy.newProxyInstance(agent, new Class<?>[] {reader}, (proxy, method, arguments) -> {
            count(arguments[1]);
            return null;
        });
        return declared.cast(wrap.invoke(null, result, declared, call, counting));
    }

    private void count(Object call) throws ReflectiveOperationException {
        try {
            call.getClass()
                    .getMethod("add", type("io.meterweave.record.Quantity"), long.class)
                    .invoke(call, word("io.meterweave.record.Quantity", "OUTPUT_TOKENS"), 1L);
            call.getClass()
                    .getMethod("tokensSource", type("io.meterweave.record.TokensSource"))
                    .invoke(call, word("io.meterweave.record.TokensSource", "COUNTED"));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    private Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(name, true, agent);
    }

    private Object word(String type, String name) throws ReflectiveOperationException {
        return type(type).getField(name).get(null);
    }
}
