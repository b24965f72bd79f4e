package io.meterweave.it.app.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.catalina.Context;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;

/**
 * Requests through the filters, the security and the error page of Tomcat, forwarded, included and sent on to another thread.
 * Prints {@code <subject> <calls>}, as it is where {@code
 * subject.from=principal,api-key:X-Api-Key,baggage:tenant,header:X-Tenant} and the key is Kay's.
 */
public final class ContainerRequests {
    public static final String KEY = "a-key-that-nobody-may-record";

    private final Map<String, Integer> expected = new TreeMap<>();
    private final int port;
    private final Wire wire;

    private ContainerRequests(int port) throws IOException {
        this.port = port;
        wire = new Wire(port);
    }

    public static void main(String[] args) throws Exception {
        Tomcat tomcat = new Tomcat();
        ContainerRequests requests = new ContainerRequests(start(tomcat));
        requests.sources();
        requests.filters();
        requests.dispatches();
        requests.wire.close();
        PrintStream out = new PrintStream(System.out, true, UTF_8);
        requests.expected.forEach((subject, calls) -> out.println(subject + " " + calls));
        InContainer.POOL.shutdown();
        tomcat.stop();
        System.exit(0);
    }

    private static int start(Tomcat tomcat) throws Exception {
        String base = Files.createTempDirectory("tomcat").toString();
        tomcat.setBaseDir(base);
        Connector connector = tomcat.getConnector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", base);
        Tomcat.addServlet(context, "work", InContainer.Work.class.getName()).setAsyncSupported(true);
        context.addServletMappingDecoded("/*", "work");
        filter(context, InContainer.Infers.class, "/filtered");
        filter(context, InContainer.Infers.class, "/secure");
        filter(context, InContainer.LogsIn.class, "/login");
        filter(context, InContainer.Infers.class, "/login");
        ErrorPage page = new ErrorPage();
        page.setErrorCode(500);
        page.setLocation("/page");
        context.addErrorPage(page);
        tomcat.addUser("alice", "right");
        tomcat.addRole("alice", "user");
        SecurityCollection paths = new SecurityCollection();
        paths.addPattern("/secure");
        SecurityConstraint users = new SecurityConstraint();
        users.addAuthRole("user");
        users.addCollection(paths);
        context.addSecurityRole("user");
        context.addConstraint(users);
        context.setLoginConfig(new LoginConfig("BASIC", "realm", null, null));
        context.getPipeline().addValve(new BasicAuthenticator());
        tomcat.start();
        return connector.getLocalPort();
    }

    private static void filter(Context context, Class<?> type, String path) {
        FilterDef filter = new FilterDef();
        filter.setFilterName(type.getName() + path);
        filter.setFilterClass(type.getName());
        context.addFilterDef(filter);
        FilterMap mapping = new FilterMap();
        mapping.setFilterName(filter.getFilterName());
        mapping.addURLPattern(path);
        context.addFilterMap(mapping);
    }

    private void pays(String subject, int calls) {
        expected.merge(subject, calls, Integer::sum);
    }

    private void ok(String payer, int calls, String path, String... headers) throws IOException {
        wire.ok(Wire.request(path, headers));
        pays(payer, calls);
    }

    private void sources() throws IOException {
        ok("acme", 1, "/infer", "X-Tenant: acme");
        ok("-", 1, "/infer");
        ok("Zoë", 1, "/infer", "X-Tenant: " + new String("Zoë".getBytes(UTF_8), ISO_8859_1));
        ok("kay", 1, "/infer", "X-Tenant: mallory", "X-Api-Key: " + KEY, "baggage: tenant=mallory");
        ok("-", 1, "/infer", "X-Tenant: mallory", "X-Api-Key: " + KEY + "x"); // refused
        ok("bag/gage", 1, "/infer", "X-Tenant: mallory", "baggage: a=1,tenant=bag%2Fgage;p", "baggage: b=2");
        ok("-", 1, "/infer", "X-Tenant: mallory", "baggage: tenant=%2"); // refused
        ok("left-open", 1, "/left-open", "X-Tenant: acme");
        ok("acme", 1, "/infer", "X-Tenant: acme");
    }

    private void filters() throws IOException {
        // Nobody pays before the servlet is reached: a filter might find out who the client is.
        ok("filtered", 2, "/filtered", "X-Tenant: filtered");
        pays("-", 1);
        ok("carol", 3, "/login", "X-Tenant: mallory");
        String alice = "Authorization: Basic " + Base64.getEncoder().encodeToString("alice:right".getBytes(UTF_8));
        ok("alice", 3, "/secure", alice, "X-Tenant: mallory");
        ok("bob", 1, "/infer", alice, "X-Tenant: bob"); // where nobody asks who it is
        status("401", "/secure", "Authorization: Basic eDp5", "X-Tenant: mallory");
    }

    private void dispatches() throws IOException {
        ok("forwarder", 1, "/forward", "X-Tenant: forward");
        pays("forward", 1);
        ok("include", 2, "/include", "X-Tenant: include");
        ok("includer", 1, "/include-elsewhere", "X-Tenant: include");
        ok("again", 1, "/again", "X-Tenant: again");
        ok("-", 1, "/again", "X-Tenant: mallory", "X-Tenant: again"); // refused, once
        status("500", "/throw", "X-Tenant: thrower");
        pays("thrower", 2);
        status("500", "/throw", "X-Tenant: mallory", "X-Tenant: thrower"); // refused, once
        pays("-", 2);
        ok("acme", 1, "/infer", "X-Tenant: acme");
    }

    /** On a connection of its own, because the answer has a body, or is the last. */
    private void status(String status, String path, String... headers) throws IOException {
        try (Wire own = new Wire(port)) {
            List<String> statuses = own.exchange(Wire.request(path, headers));
            if (!statuses.get(0).startsWith("HTTP/1.1 " + status)) {
                throw new IllegalStateException(statuses.toString());
            }
        }
    }
}
