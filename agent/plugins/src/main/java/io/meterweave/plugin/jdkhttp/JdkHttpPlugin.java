package io.meterweave.plugin.jdkhttp;

import static io.meterweave.plugin.MethodShape.method;

import io.meterweave.plugin.Hook;
import io.meterweave.plugin.Plugin;
import java.util.List;

/**
 * The JDK's {@code HttpServer} and {@code HttpsServer}. The link between their own filter, which authenticates, and those of
 * the application is where each request passes once, on the thread that handles it, with its principal known.
 */
public final class JdkHttpPlugin implements Plugin {
    @Override
    public String name() {
        return "jdkhttp";
    }

    @Override
    public boolean meters() {
        return false;
    }

    @Override
    public List<Hook> hooks() {
        return List.of(Hook.on(
                "sun.net.httpserver.ServerImpl$Exchange$LinkHandler",
                Hook.Need.ANY,
                "io.meterweave.plugin.jdkhttp.HandleAdvice",
                method("handle", "com.sun.net.httpserver.HttpExchange")));
    }
}
