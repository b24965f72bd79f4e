package io.meterweave.agent;

import io.meterweave.spi.ExporterFactory;
import io.meterweave.spi.ExporterOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The settings that every exporter has, whatever its type: those by which it is served. */
final class PaceOptions {
    static final List<ExporterOption> ALL = List.of(
            new ExporterOption(
                    ExporterConfig.BATCH_EVENTS,
                    "2000",
                    "a whole number from 1 to 100000",
                    "how many events are on their way at once, and acknowledged together"),
            new ExporterOption(
                    ExporterConfig.BATCH_BYTES,
                    "4MiB",
                    "a size from 1KiB to 64MiB",
                    "how many bytes of their lines; a larger event is sent alone"),
            new ExporterOption(
                    ExporterConfig.BATCH_AGE,
                    "1s",
                    "a duration from 10ms to 10m",
                    "how long the first event of a batch waits for others; a journal that had nothing new is looked at"
                            + " again after at most twice this, and 2 s"),
            new ExporterOption(
                    ExporterConfig.RATE,
                    "",
                    "a whole number from 1 to 1000000",
                    "how many events a second are sent, retries included, in parts of half a second; without, as many as"
                            + " the target takes"),
            new ExporterOption(
                    Setting.MAX_BACKLOG_AGE.key(),
                    "",
                    "as the setting of that name",
                    "overrules it for this exporter"));

    private PaceOptions() {}

    /** What is left for an exporter to read: of these settings, those that its type says it has, too. */
    static Map<String, String> without(Map<String, String> options, ExporterFactory factory) {
        List<String> own = factory.options().stream().map(ExporterOption::key).toList();
        Map<String, String> left = new HashMap<>(options);
        for (ExporterOption option : ALL) {
            if (!own.contains(option.key())) {
                left.remove(option.key());
            }
        }
        return left;
    }
}
