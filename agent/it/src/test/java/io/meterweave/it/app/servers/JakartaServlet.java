package io.meterweave.it.app.servers;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** The work of a request as a servlet of the {@code jakarta} API. */
public final class JakartaServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        String path = request.getRequestURI();
        Style style = Servlets.style(path);
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            Servlets.work(path);
        } else if (style == Style.ASYNC) {
            AsyncContext async = request.startAsync();
            Servlets.work.begin(path).whenComplete((done, thrown) -> async.complete());
        } else if (style == Style.ASYNC_START) {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                Servlets.work(path);
                async.complete();
            });
        } else if (style == Style.ASYNC_DISPATCH) {
            AsyncContext async = request.startAsync();
            Servlets.POOL.execute(async::dispatch);
        } else {
            Servlets.work(path);
        }
    }
}
