package io.meterweave.it.app.servers;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty, embedded: what this calls is in 9.4 and 12, but for the handler of servlets, which is another class in each. */
public final class JettyServer implements Server {
    private final org.eclipse.jetty.server.Server jetty =
            new org.eclipse.jetty.server.Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

    @Override
    public int start(Work work) throws Exception {
        Servlets.work = work;
        String version = Servlets.areJakarta() ? "ee10." : "";
        Object servlets = Class.forName("org.eclipse.jetty." + version + "servlet.ServletContextHandler")
                .getDeclaredConstructor()
                .newInstance();
        servlets.getClass().getMethod("addServlet", String.class, String.class).invoke(servlets, Servlets.type(), "/*");
        jetty.setHandler((Handler) servlets);
        jetty.start();
        return ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();
    }

    @Override
    public void stop() throws Exception {
        jetty.stop();
    }
}
