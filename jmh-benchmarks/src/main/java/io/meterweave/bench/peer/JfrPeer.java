package io.meterweave.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/** An event of Java Flight Recorder's for each call, without a stack trace, which usage has no use for. */
final class JfrPeer implements Peer {
    private static final String NAME = "io.meterweave.bench.Call";

    private final Recording recording = new Recording();
    private final Path file;

    /** The recorder writes its fields. */
    @Name(NAME)
    @StackTrace(false)
    @SuppressWarnings({"unused", "NullAway.Init"})
    static final class CallEvent extends Event {
        String provider;
        String model;
        String subject;
        long tokens;
    }

    JfrPeer(Path dir) {
        file = dir.resolve("calls.jfr");
        recording.enable(CallEvent.class).withThreshold(Duration.ZERO);
        recording.start();
    }

    @Override
    public @Nullable Object call(Inference inference, Facts facts) throws Exception {
        CallEvent event = new CallEvent();
        event.begin();
        Object result = inference.run();
        event.end();
        if (event.shouldCommit()) {
            event.provider = facts.provider();
            event.model = facts.model();
            event.subject = facts.subject();
            event.tokens = facts.tokens();
            event.commit();
        }
        return result;
    }

    @Override
    public long arrived() throws IOException {
        recording.stop();
        recording.dump(file);
        recording.close();
        long events = 0;
        try (RecordingFile all = new RecordingFile(file)) {
            while (all.hasMoreEvents()) {
                RecordedEvent event = all.readEvent();
                if (event.getEventType().getName().equals(NAME) && facts(event).equals(Facts.OF_THE_CALLS)) {
                    events++;
                }
            }
        }
        return events;
    }

    private static Facts facts(RecordedEvent event) {
        return new Facts(
                event.getString("provider"),
                event.getString("model"),
                event.getString("subject"),
                event.getLong("tokens"));
    }
}
