package io.meterweave.it.app.servers;

import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** Tomcat, embedded: what this calls is in all versions, whichever servlet API they have. */
public final class TomcatServer implements Server {
    private final Tomcat tomcat = new Tomcat();

    @Override
    public int start(Work work) throws Exception {
        Servlets.work = work;
        String base = Files.createTempDirectory("tomcat").toString();
        tomcat.setBaseDir(base);
        Connector connector = tomcat.getConnector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", base);
        Tomcat.addServlet(context, "work", Servlets.type()).setAsyncSupported(true);
        context.addServletMappingDecoded("/*", "work");
        tomcat.start();
        return connector.getLocalPort();
    }

    @Override
    public void stop() throws Exception {
        tomcat.stop();
    }
}
