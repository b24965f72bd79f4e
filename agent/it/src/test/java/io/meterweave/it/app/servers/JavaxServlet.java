package io.meterweave.it.app.servers;

import javax.servlet.AsyncContext;
import javax.servlet.DispatcherType;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** The work of a request as a servlet of the {@code javax} API. */
public final class JavaxServlet extends HttpServlet {
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
