package io.meterweave.bench.peer;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.FileAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A line of a log for each call, through the asynchronous appender to a file. It never discards ({@code
 * discardingThreshold} 0; by default it drops INFO when four fifths are full), and has a queue of 4,096 instead of 256.
 */
final class LogbackPeer implements Peer {
    private static final int QUEUE = 4096;

    private final LoggerContext context = new LoggerContext();
    private final Path file;
    private final Logger logger;

    LogbackPeer(Path dir) {
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.start();
        file = dir.resolve("calls.log");
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{HH:mm:ss.SSS} [%thread] %-5level %logger - %msg%n");
        encoder.start();
        FileAppender<ILoggingEvent> lines = new FileAppender<>();
        lines.setContext(context);
        lines.setFile(file.toString());
        lines.setEncoder(encoder);
        lines.start();
        AsyncAppender async = new AsyncAppender();
        async.setContext(context);
        async.setQueueSize(QUEUE);
        async.setDiscardingThreshold(0);
        async.setMaxFlushTime(0);
        async.addAppender(lines);
        async.start();
        logger = context.getLogger("usage");
        logger.addAppender(async);
    }

    @Override
    public @Nullable Object call(Inference inference, Facts facts) throws Exception {
        long start = System.nanoTime();
        Object result = inference.run();
        long nanos = System.nanoTime() - start;
        logger.info(
                "provider={} model={} subject={} tokens={} start={} nanos={}",
                facts.provider(),
                facts.model(),
                facts.subject(),
                facts.tokens(),
                start,
                nanos);
        return result;
    }

    @Override
    public long arrived() throws IOException {
        context.stop();
        Facts facts = Facts.OF_THE_CALLS;
        String told = "provider=" + facts.provider() + " model=" + facts.model() + " subject=" + facts.subject()
                + " tokens=" + facts.tokens() + " start=";
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.contains(told)).count();
        }
    }
}
