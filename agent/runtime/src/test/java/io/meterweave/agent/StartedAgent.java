package io.meterweave.agent;

import java.util.Map;
import java.util.TreeMap;

/** A JVM whose agent has started as it does when the first class to be woven is loaded; lives until it is killed. */
public final class StartedAgent {
    private StartedAgent() {}

    public static void main(String[] args) throws Exception {
        Map<String, String> settings = new TreeMap<>();
        for (String arg : args) {
            settings.put(arg.substring(0, arg.indexOf('=')), arg.substring(arg.indexOf('=') + 1));
        }
        boolean running = new Pipeline(AgentConfig.of(settings, "host"), new Complaints()).start();
        System.out.println(running ? "running" : "NOT running");
        System.out.flush();
        Thread.currentThread().join(); // For ever.
    }
}
