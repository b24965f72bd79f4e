package io.meterweave.record;

import java.util.List;

/** What the device time was read from. The ordinal is part of the stored format: append, never reorder. */
public enum DeviceTimeSource {
    /** The engine measured it. */
    MEASURED("measured"),
    /** Split among the calls that shared the device. */
    APPORTIONED("apportioned"),
    /** The call's own wall time. */
    WALL("wall");

    /** All, by ordinal. */
    public static final List<DeviceTimeSource> ALL = List.of(values());

    private final String word;

    DeviceTimeSource(String word) {
        this.word = word;
    }

    /** The word on the wire. */
    public String word() {
        return word;
    }
}
