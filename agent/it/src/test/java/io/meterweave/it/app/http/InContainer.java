package io.meterweave.it.app.http;

import io.meterweave.api.MeterContext;
import io.meterweave.api.Scope;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What {@link ContainerRequests} has its container make: a servlet for all paths, and filters for some. */
public final class InContainer {
    static final ExecutorService POOL = Executors.newFixedThreadPool(1);

    private InContainer() {}

    /** Makes inferences in another way on each path. */
    public static final class Work extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            String path = request.getRequestURI();
            DispatcherType type = request.getDispatcherType();
            if (type == DispatcherType.REQUEST) {
                first(path, request, response);
            } else {
                Served.infer();
            }
        }

        private static void first(String path, HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            if (path.equals("/forward")) {
                try (Scope scope = MeterContext.open("forwarder")) {
                    request.getRequestDispatcher("/forwarded").forward(request, response);
                }
            } else if (path.equals("/include")) {
                request.getRequestDispatcher("/included").include(request, response);
            } else if (path.equals("/include-elsewhere")) {
                AsyncContext async = request.startAsync();
                POOL.execute(() -> includeInScope(async));
                return;
            } else if (path.equals("/again")) {
                AsyncContext async = request.startAsync();
                POOL.execute(async::dispatch);
                return;
            } else if (path.equals("/left-open")) {
                MeterContext.open("left-open");
            }
            Served.infer();
            if (path.equals("/throw")) {
                throw new ServletException("thrown by the servlet");
            }
        }

        private static void includeInScope(AsyncContext async) {
            try (Scope scope = MeterContext.open("includer")) {
                async.getRequest().getRequestDispatcher("/included").include(async.getRequest(), async.getResponse());
            } catch (ServletException | IOException e) {
                throw new IllegalStateException(e);
            }
            async.complete();
        }
    }

    /** Makes an inference before the rest of the request, and one afterwards. */
    public static final class Infers implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            Served.infer();
            chain.doFilter(request, response);
            Served.infer();
        }
    }

    /** Knows who the client is, and says so to what comes after it, as filters of security frameworks do. */
    public static final class LogsIn implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            chain.doFilter(new LoggedIn((HttpServletRequest) request), response);
        }
    }

    private static final class LoggedIn extends HttpServletRequestWrapper {
        LoggedIn(HttpServletRequest request) {
            super(request);
        }

        @Override
        public Principal getUserPrincipal() {
            return () -> "carol";
        }
    }
}
