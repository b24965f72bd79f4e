package io.meterweave.it.app.servers;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What the servlet of the API that is there does. */
final class Servlets {
    /** The containers make the servlet, so it is found here. */
    static volatile Server.Work work;

    static final ExecutorService POOL = Executors.newFixedThreadPool(Handling.TENANTS);

    private Servlets() {}

    static boolean areJakarta() {
        return Servlets.class.getClassLoader().getResource("jakarta/servlet/Servlet.class") != null;
    }

    /** The servlet's class, which must not be loaded where the other API is. */
    static String type() {
        return "io.meterweave.it.app.servers." + (areJakarta() ? "Jakarta" : "Javax") + "Servlet";
    }

    static void work(String path) {
        work.begin(path).toCompletableFuture().join();
    }

    static Style style(String path) {
        return Style.of(path.split("/")[1]);
    }
}
