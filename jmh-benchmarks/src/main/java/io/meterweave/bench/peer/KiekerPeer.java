package io.meterweave.bench.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import kieker.common.configuration.Configuration;
import kieker.common.record.controlflow.OperationExecutionRecord;
import kieker.monitoring.core.configuration.ConfigurationConstants;
import kieker.monitoring.core.configuration.ConfigurationFactory;
import kieker.monitoring.core.controller.IMonitoringController;
import kieker.monitoring.core.controller.MonitoringController;
import kieker.monitoring.writer.filesystem.BinaryLogStreamHandler;
import kieker.monitoring.writer.filesystem.FileWriter;
import org.jspecify.annotations.Nullable;

/**
 * Kieker's record of an operation for each call, to its binary file: the model is the operation, who pays the session, the
 * provider the host, and the tokens the number of the trace.
 */
final class KiekerPeer implements Peer {
    private static final String WRITER = FileWriter.class.getName();

    /** An int for its class, a long for when it was taken, and itself. */
    private static final int BYTES = Integer.BYTES + Long.BYTES + OperationExecutionRecord.SIZE;

    private final Path dir;
    private final IMonitoringController controller;

    KiekerPeer(Path dir) {
        this.dir = dir;
        Configuration settings = ConfigurationFactory.createDefaultConfiguration();
        settings.setProperty(ConfigurationConstants.META_DATA, "false");
        settings.setProperty(ConfigurationConstants.WRITER_CLASSNAME, WRITER);
        settings.setProperty(WRITER + ".customStoragePath", dir.toString());
        settings.setProperty(WRITER + ".logStreamHandler", BinaryLogStreamHandler.class.getName());
        settings.setProperty(WRITER + ".bufferSize", "8192");
        controller = MonitoringController.createInstance(settings);
    }

    @Override
    public @Nullable Object call(Inference inference, Facts facts) throws Exception {
        long start = controller.getTimeSource().getTime();
        Object result = inference.run();
        long end = controller.getTimeSource().getTime();
        controller.newMonitoringRecord(new OperationExecutionRecord(
                facts.model(), facts.subject(), facts.tokens(), start, end, facts.provider(), 0, 0));
        return result;
    }

    @Override
    public long arrived() throws IOException, InterruptedException {
        controller.terminateMonitoring();
        controller.waitForTermination(0);
        List<Path> files;
        try (Stream<Path> all = Files.walk(dir)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        String texts = "";
        for (Path file : files) {
            texts += file.toString().endsWith(".map") ? Files.readString(file, UTF_8) : "";
        }
        long records = 0;
        for (Path file : files) {
            records += file.toString().endsWith(".bin") ? records(ByteBuffer.wrap(Files.readAllBytes(file)), texts) : 0;
        }
        return records;
    }

    /** The ids in a record are those of lines {@code $id=text} in the map. */
    private static long records(ByteBuffer in, String texts) {
        Facts facts = Facts.OF_THE_CALLS;
        long records = 0;
        for (int at = 0; at + BYTES <= in.limit(); at += BYTES) {
            int body = at + Integer.BYTES + Long.BYTES;
            boolean whole = texts.contains("$" + in.getInt(body) + "=" + facts.model() + "\n")
                    && texts.contains("$" + in.getInt(body + 4) + "=" + facts.subject() + "\n")
                    && in.getLong(body + 8) == facts.tokens();
            records += whole ? 1 : 0;
        }
        return records;
    }
}
