package io.meterweave.plugin.declared;

import io.meterweave.api.Usage;
import io.meterweave.api.UsageReader;
import io.meterweave.plugin.Inference;
import io.meterweave.plugin.Metering;
import io.meterweave.ring.Counter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The reading of one call by the application's reader. Of what a reader has set that fails, only the payer is kept. */
final class Reading {
    private final @Nullable UsageReader reader;
    private Usage usage = new Usage();
    private @Nullable Throwable failure;
    private @Nullable Inference inference;

    private Reading(@Nullable UsageReader reader) {
        this.reader = reader;
    }

    /**
     * Reads the arguments.
     *
     * @param reader null where it could not be made
     */
    static Reading of(@Nullable UsageReader reader, @Nullable Object @Nullable [] arguments) {
        Reading reading = new Reading(reader);
        try {
            if (reader == null) {
                reading.failed(new IllegalStateException("no reader"));
            } else if (arguments != null) {
                reader.arguments(arguments, reading.usage);
            }
        } catch (Throwable e) {
            reading.failed(e);
        }
        return reading;
    }

    @SuppressWarnings("removal")
    private void failed(Throwable e) {
        if (e instanceof ThreadDeath death) {
            throw death;
        }
        failure = e;
        Usage fresh = new Usage();
        usage = usage.hasSubject() ? fresh.subject(usage.subject()) : fresh;
    }

    /** What has been read so far. */
    Usage usage() {
        return usage;
    }

    Reading begin(Inference call) {
        inference = call;
        return this;
    }

    /** Reads the result, and ends the call; its time ends before. */
    void end(@Nullable Object returned, @Nullable Throwable thrown) {
        long end = System.nanoTime();
        Inference call = inference;
        if (call == null) {
            return;
        }
        try {
            if (failure == null && reader != null && thrown == null) {
                String payer = usage.subject();
                reader.result(returned, usage);
                if (!Objects.equals(payer, usage.subject())) {
                    Metering.count(Counter.REFUSED_SUBJECT); // What was metered inside has another one, or none.
                }
            }
        } catch (Throwable e) {
            failed(e);
        }
        if (failure != null) {
            call.readerFailed(failure);
        }
        DeclaredUsage.into(call, usage);
        call.finish(thrown, end);
    }
}
