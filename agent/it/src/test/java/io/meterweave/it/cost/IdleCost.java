package io.meterweave.it.cost;

import io.meterweave.it.app.Idle;
import io.meterweave.it.fork.Exit;
import io.meterweave.it.fork.Jdk;
import io.meterweave.it.fork.Jdks;
import io.meterweave.it.fork.Launch;

/**
 * {@code IdleCost [seconds]}: what the agent's threads cost a JVM that has made inferences and makes none now: CPU time
 * and bytes allocated over the time given, by thread. How to run it: the module's README.
 */
public final class IdleCost {
    private IdleCost() {}

    public static void main(String[] args) {
        String seconds = args.length > 0 ? args[0] : "60";
        for (Jdk jdk : Jdks.all()) {
            System.out.println(jdk + ", idle for " + seconds + " s");
            for (String exporters : new String[] {"", "exporters=file"}) {
                System.out.println("  " + (exporters.isEmpty() ? "no exporter" : exporters));
                Launch launch = exporters.isEmpty()
                        ? Launch.on(jdk).agent()
                        : Launch.on(jdk).agent(exporters);
                Exit exit = launch.main(Idle.class, seconds).run();
                if (!exit.stdout().contains("meterweave-journal")) {
                    throw new IllegalStateException("the agent was not active: " + exit.stdout() + exit.stderr());
                }
                exit.stdoutLines().forEach(line -> System.out.println("    " + line));
            }
        }
    }
}
