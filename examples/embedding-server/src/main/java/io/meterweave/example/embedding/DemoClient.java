package io.meterweave.example.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The demo: starts the server under the agent, sends it the traffic of three tenants, kills it in the middle, starts it
 * again, and holds what was metered against what it knows.
 */
public final class DemoClient {
    private static final int ANSWERS = 3_000;
    private static final int ANSWERS_BEFORE_KILL = 1_000;
    private static final int FAULTS_SHOWN = 20;

    private final Path agent;
    private final Path work;
    private final Path usage;
    private final String java =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private int step;

    private DemoClient(Path agent, Path work) {
        this.agent = agent;
        this.work = work;
        this.usage = work.resolve("meterweave");
    }

    /** Takes the agent's jar and a directory to work in; exits with 1 unless everything agrees. */
    public static void main(String[] args) throws IOException, InterruptedException {
        DemoClient demo = new DemoClient(Path.of(args[0]), Path.of(args[1]));
        boolean agreed;
        try (Tokens tokens = new Tokens();
                Traffic traffic = new Traffic(tokens)) {
            demo.drive(traffic);
            agreed = demo.check(traffic);
        }
        System.exit(agreed ? 0 : 1);
    }

    private void drive(Traffic traffic) throws IOException, InterruptedException {
        try (ServerProcess server = serve("first")) {
            say(Traffic.THREADS + " threads send texts for " + String.join(", ", Traffic.TENANTS));
            Traffic.Run run = traffic.start(server.port(), ANSWERS, ANSWERS_BEFORE_KILL);
            run.awaitMark();
            int inFlight = traffic.inFlight();
            int exit = server.kill();
            say("SIGKILL with " + inFlight + " requests in flight: the server is gone, exit code " + exit);
            int unanswered = run.await();
            say(traffic.answered().size() + " requests were answered, " + unanswered + " were not");
        }
        try (ServerProcess server = serve("second")) {
            int unanswered = traffic.start(server.port(), ANSWERS, 0).await();
            if (unanswered > 0) {
                throw new IOException(unanswered + " requests to the second server failed");
            }
            int exit = server.stop();
            say(traffic.answered().size() + " requests were answered; SIGTERM, exit code " + exit);
        }
    }

    private ServerProcess serve(String name) throws IOException, InterruptedException {
        Path log = work.resolve(name + "-server.log");
        String option = "-javaagent:" + agent + "=service=embedding-server,dir=" + usage + ",subject.from=header:"
                + Traffic.TENANT + ",attributes.from=request_id:" + Traffic.REQUEST_ID;
        String classPath = System.getProperty("java.class.path");
        ServerProcess server =
                ServerProcess.start(List.of(java, option, "-cp", classPath, EmbeddingServer.class.getName(), "0"), log);
        say("the " + name + " server runs under the agent: pid " + server.pid() + ", port " + server.port());
        return server;
    }

    private boolean check(Traffic traffic) throws IOException, InterruptedException {
        AgentCli cli = new AgentCli(java, agent, usage, work);
        say("java -jar meterweave-agent.jar report", cli.report());
        List<JsonNode> events = cli.dump();
        List<JsonNode> metered = ofType(events, UsageRecord.TYPE);
        say("java -jar meterweave-agent.jar dump: " + metered.size() + " usage records of " + epochs(events)
                + " epochs (" + adopted(events) + " adopted by its successor), " + recovered(metered)
                + " of them recovered from the killed server's ring");
        if (!metered.isEmpty()) {
            say("one of them, indented", metered.get(0).toPrettyString());
        }
        Reconciliation result = new Reconciliation(
                traffic.sent(),
                traffic.answered(),
                metered.stream().map(UsageRecord::of).toList(),
                Traffic.THREADS);
        say("tokens as the client counted them, and as they were metered", table(result));
        List<JsonNode> losses = ofType(events, "io.meterweave.loss.v1");
        losses.forEach(loss -> fault("the agent reports a loss: " + loss));
        result.faults().stream().limit(FAULTS_SHOWN).forEach(DemoClient::fault);
        if (result.faults().size() > FAULTS_SHOWN) {
            fault("and " + (result.faults().size() - FAULTS_SHOWN) + " more");
        }
        System.out.println("demo: " + result);
        return losses.isEmpty() && result.faults().isEmpty();
    }

    private static List<JsonNode> ofType(List<JsonNode> events, String type) {
        return events.stream()
                .filter(event -> event.path("type").asText().equals(type))
                .toList();
    }

    /** Each life of a JVM is an epoch, the first part of its records' ids. */
    private static long epochs(List<JsonNode> events) {
        return events.stream()
                .map(event -> event.path("id").asText())
                .map(id -> id.substring(0, Math.max(0, id.lastIndexOf('.'))))
                .distinct()
                .count();
    }

    private static long adopted(List<JsonNode> events) {
        return ofType(events, "io.meterweave.lifecycle.v1").stream()
                .filter(event -> event.path("data").path("event").asText().equals("adopted"))
                .count();
    }

    private static long recovered(List<JsonNode> metered) {
        return metered.stream()
                .filter(event -> event.path("data").path("recovered").asBoolean())
                .count();
    }

    private static String table(Reconciliation result) {
        StringBuilder table = new StringBuilder(row("tenant", "requests", "tokens counted", "tokens metered"));
        for (Map.Entry<String, Reconciliation.Sum> each : result.sums().entrySet()) {
            Reconciliation.Sum sum = each.getValue();
            table.append(row(each.getKey(), sum.requests(), sum.counted(), sum.metered()));
        }
        return table.toString();
    }

    private static String row(Object tenant, Object requests, Object counted, Object metered) {
        return String.format("%-10s %10s %16s %16s%n", tenant, requests, counted, metered);
    }

    private void say(String what) {
        System.out.println(++step + "  " + what);
    }

    private void say(String what, String output) {
        say(what + ":");
        System.out.println("\n" + output.strip() + "\n");
    }

    private static void fault(String what) {
        System.out.println("FAULT: " + what);
    }
}
