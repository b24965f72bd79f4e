package io.meterweave.bench;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * No agent. What arrives, if anything, the fork counts itself.
 *
 * @param java the JVM
 * @param arguments its arguments
 * @param classPath its class path
 */
record PlainRig(String java, List<String> arguments, String classPath) implements Rig {
    /** Chronicle's documentation asks for these. */
    private static final List<String> FOR_CHRONICLE = List.of(
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED");

    /** With the stub. */
    static PlainRig stub(Place place) {
        return new PlainRig(place.jdk().java(), List.of(), place.stub());
    }

    /** With the real library, and the agent's reader as an ordinary class. */
    static PlainRig library(Place place) throws IOException {
        return new PlainRig(place.jdk().java(), List.of(), place.with(jar -> !jar.startsWith("logback")));
    }

    /** With what a peer needs, and the stub. Only Logback itself logs: what others say would go through it as well. */
    static PlainRig peer(Place place, String peer) throws IOException {
        String jars = place.with(jar -> !jar.startsWith("onnxruntime")
                && !jar.startsWith("meterweave")
                && (peer.equals("logback") || !jar.startsWith("logback")));
        List<String> arguments = peer.equals("chronicle") ? FOR_CHRONICLE : List.of();
        return new PlainRig(place.jdk().java(), arguments, place.stub() + File.pathSeparator + jars);
    }

    @Override
    public @Nullable Arrivals arrivals(Map<String, Long> told) {
        Long arrived = told.get("arrived");
        return arrived == null ? null : new Arrivals(arrived, 0);
    }
}
