package io.meterweave.exporter.http;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The dialects, and what their targets take in one request. */
enum DialectName {
    /** Every event as it is. */
    CLOUDEVENTS(2_000, "1MiB", "16MiB"),
    /** OpenMeter names no limits. */
    OPENMETER(2_000, "1MiB", "16MiB"),
    /** Lago's default; a server of one's own may have less. */
    LAGO(100, "1MiB", "16MiB"),
    /** One event at a time. */
    STRIPE(1, "1MiB", "16MiB"),
    /** Less than 512,000 bytes. */
    M3TER(1_000, "499KiB", "511999B");

    private static final String USUAL_DIMENSIONS = "model,provider,operation,tokens_source";

    private final int mostEvents;
    private final String usualBytes;
    private final String mostBytes;

    DialectName(int mostEvents, String usualBytes, String mostBytes) {
        this.mostEvents = mostEvents;
        this.usualBytes = usualBytes;
        this.mostBytes = mostBytes;
    }

    /** The configured one; where that is none, it is told, and the default is answered. */
    static DialectName of(OptionReader read) {
        String value = read.options().getOrDefault("dialect", CLOUDEVENTS.word());
        for (DialectName name : values()) {
            if (name.word().equals(value)) {
                return name;
            }
        }
        read.wrong("dialect", value, words());
        return CLOUDEVENTS;
    }

    /** Reads the dialect's own settings, and tells what is wrong. */
    Dialect make(OptionReader read) {
        return switch (this) {
            case CLOUDEVENTS -> new CloudEventsDialect();
            case OPENMETER -> new OpenMeterDialect(metering(read, "24h", USUAL_DIMENSIONS, Long.MAX_VALUE));
            case LAGO -> new LagoDialect(metering(read, "none", USUAL_DIMENSIONS, Long.MAX_VALUE));
            case STRIPE -> new StripeDialect(metering(read, "24h", null, Long.MAX_VALUE));
            case M3TER -> new M3terDialect(metering(read, "35d", "", M3terDialect.MOST_VALUE));
        };
    }

    private static Metering metering(OptionReader read, String window, @Nullable String dimensions, long most) {
        return new Metering(MeteringOptions.of(read, window, dimensions), InstantSource.system(), most);
    }

    /** The settings that this dialect has and others have not. */
    List<String> keys() {
        List<String> keys = new ArrayList<>();
        if (this != CLOUDEVENTS) {
            keys.addAll(MeteringOptions.KEYS);
        }
        if (this != CLOUDEVENTS && this != STRIPE) {
            keys.add(MeteringOptions.DIMENSIONS);
        }
        if (this == M3TER) {
            keys.addAll(OAuthClient.KEYS);
        }
        return keys;
    }

    /** Whether its targets are known to take compressed requests. */
    boolean compresses() {
        return this == CLOUDEVENTS;
    }

    int mostEvents() {
        return mostEvents;
    }

    String usualBytes() {
        return usualBytes;
    }

    String mostBytes() {
        return mostBytes;
    }

    /** How a message tells which of them is meant. */
    String shown() {
        return this == CLOUDEVENTS ? "" : " with dialect " + word();
    }

    /** All of them, as they are written. */
    static String words() {
        return Arrays.stream(values()).map(DialectName::word).collect(Collectors.joining(", "));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
