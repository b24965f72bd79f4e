package io.meterweave.plugin.jdkhttp;

import static io.meterweave.plugin.MethodShape.method;

import io.meterweave.plugin.Hook;
import io.meterweave.plugin.Plugin;
import java.util.List;

/**
 * The JDK's {@code HttpServer} and {@code HttpsServer}. A request goes through a chain of the application's filters, and then
 * through one of the server's own filter, which authenticates, and the handler: on one thread, each step inside of the one
 * before. The principal is known from the last but one on.
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
                "com.sun.net.httpserver.Filter$Chain",
                Hook.Need.ANY,
                "io.meterweave.plugin.jdkhttp.DoFilterAdvice",
                method("doFilter", "com.sun.net.httpserver.HttpExchange")));
    }
}
