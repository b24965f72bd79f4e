package io.meterweave.bench.peer;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One way to tell what calls used. One instance serves all threads. */
public interface Peer {
    /** Makes a call, and tells of it. */
    @Nullable Object call(Inference inference, Facts facts) throws Exception;

    /** Ends it, reads what it has written, and answers of how many calls the facts are found there. */
    long arrived() throws Exception;

    /**
     * Makes one.
     *
     * @param name as the benchmark's parameter has it
     * @param dir an empty directory for what it writes
     * @param servers where Kafka is, if that is it
     */
    static Peer of(String name, Path dir, String servers) throws Exception {
        return switch (name) {
            case "micrometer" -> new MicrometerPeer();
            case "jfr" -> new JfrPeer(dir);
            case "logback" -> new LogbackPeer(dir);
            case "chronicle" -> new ChroniclePeer(dir);
            case "kafka" -> new KafkaPeer(servers);
            case "kieker" -> new KiekerPeer(dir);
            default -> throw new IllegalArgumentException(name);
        };
    }
}
