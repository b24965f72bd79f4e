package io.meterweave.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a journaled event is. The ordinal plus one is its number in the stored format: append, never reorder. */
public enum RecordType {
    /** One inference. */
    USAGE("io.meterweave.usage.v1"),
    /** A seal over a run of records. */
    MANIFEST("io.meterweave.manifest.v1"),
    /** Records that could not be kept, by reason. */
    LOSS("io.meterweave.loss.v1"),
    /** Something that happened to the metering itself. */
    LIFECYCLE("io.meterweave.lifecycle.v1");

    private static final List<RecordType> ALL = List.of(values());

    private final String eventType;

    RecordType(String eventType) {
        this.eventType = eventType;
    }

    /** The CloudEvents {@code type}. */
    public String eventType() {
        return eventType;
    }

    byte code() {
        return (byte) (ordinal() + 1);
    }

    static @Nullable RecordType ofCode(byte code) {
        return code >= 1 && code <= ALL.size() ? ALL.get(code - 1) : null;
    }
}
