package io.meterweave.plugin.servlet;

import static io.meterweave.plugin.MethodShape.method;

import io.meterweave.plugin.Hook;
import io.meterweave.plugin.Plugin;
import java.util.ArrayList;
import java.util.List;

/**
 * Servlet containers, by the servlet API (3.1 and newer, {@code javax} and {@code jakarta}). A request goes through the
 * container's chain, which is called before each filter and before the servlet, and calls them inside of each other; a
 * container may leave the chain out where there is no filter. What is sent on to another thread, or to an error page, comes
 * through a chain again. All that is the application's own but its servlets stays as it is.
 *
 * <p>Not followed: what a container calls outside of filters and servlets, such as listeners, the callbacks of non-blocking
 * reading and writing, and the messages of a WebSocket.
 */
public final class ServletPlugin implements Plugin {
    private static final String PACKAGE = "io.meterweave.plugin.servlet.";

    @Override
    public String name() {
        return "servlet";
    }

    @Override
    public boolean meters() {
        return false;
    }

    @Override
    public List<Hook> hooks() {
        List<Hook> all = new ArrayList<>(hooks("javax.servlet.", "Javax"));
        all.addAll(hooks("jakarta.servlet.", "Jakarta"));
        return all;
    }

    private static List<Hook> hooks(String api, String prefix) {
        String request = api + "ServletRequest";
        String response = api + "ServletResponse";
        return List.of(
                Hook.onSubtypes(
                        api + "FilterChain",
                        Hook.Need.ANY,
                        PACKAGE + prefix + "ChainAdvice",
                        method("doFilter", request, response)),
                Hook.onSubtypes(
                        api + "Servlet",
                        Hook.Need.ANY,
                        PACKAGE + prefix + "ServletAdvice",
                        method("service", request, response)),
                // The container's own pool, which need not be one of the JDK.
                Hook.onSubtypes(
                        api + "AsyncContext",
                        Hook.Need.ANY,
                        "io.meterweave.plugin.executors.CallAdvice",
                        method("start", "java.lang.Runnable")));
    }
}
