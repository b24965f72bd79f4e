package io.meterweave.cli;

import io.meterweave.journal.EpochIdentity;
import io.meterweave.record.Fact;
import io.meterweave.record.JournalEntry;
import io.meterweave.record.Outcome;
import io.meterweave.record.TokensSource;
import io.meterweave.record.UsageRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a report can be grouped by.
 *
 * @param name as on the command line and in every format
 * @param value reads it from a record; null where that does not say
 */
record Dimension(String name, Value value) {
    private static final String ATTRIBUTE = "attributes.";
    private static final List<Dimension> FIXED = List.of(
            fact(Fact.SUBJECT),
            fact(Fact.SUBJECT_SOURCE),
            fact(Fact.REQUEST_MODEL),
            fact(Fact.RESPONSE_MODEL),
            fact(Fact.PROVIDER),
            fact(Fact.OPERATION),
            fact(Fact.DEVICE),
            new Dimension("outcome", (epoch, entry, usage) -> {
                Outcome outcome = usage.outcome();
                return outcome == null ? null : outcome.word();
            }),
            new Dimension("tokens_source", (epoch, entry, usage) -> {
                TokensSource source = usage.tokensSource();
                return source == null ? null : source.word();
            }),
            new Dimension("service", (epoch, entry, usage) -> epoch.service()),
            new Dimension("instance", (epoch, entry, usage) -> epoch.instance()),
            new Dimension("epoch", (epoch, entry, usage) -> epoch.epoch()),
            new Dimension("day", (epoch, entry, usage) -> time(entry).toString().substring(0, 10)),
            new Dimension(
                    "hour", (epoch, entry, usage) -> time(entry).toString().substring(0, 13) + ":00Z"));

    /** Reads a dimension from a record. */
    interface Value {
        @Nullable String of(EpochIdentity epoch, JournalEntry entry, UsageRecord usage);
    }

    private static Dimension fact(Fact fact) {
        return new Dimension(fact.field(), (epoch, entry, usage) -> usage.get(fact));
    }

    private static Instant time(JournalEntry entry) {
        return Instant.ofEpochSecond(Math.floorDiv(entry.timeNanos(), 1_000_000_000L))
                .truncatedTo(ChronoUnit.HOURS);
    }

    /**
     * Reads a list as on the command line: names separated by commas.
     *
     * @throws IllegalArgumentException where a name is unknown or there twice; the message says which are allowed
     */
    static List<Dimension> parse(String names) {
        List<Dimension> found = new ArrayList<>();
        for (String name : names.split(",", -1)) {
            Dimension dimension = named(name);
            if (found.stream().anyMatch(d -> d.name.equals(name))) {
                throw new IllegalArgumentException("'" + name + "' is there twice");
            }
            found.add(dimension);
        }
        return List.copyOf(found);
    }

    private static Dimension named(String name) {
        if (name.startsWith(ATTRIBUTE) && name.length() > ATTRIBUTE.length()) {
            String key = name.substring(ATTRIBUTE.length());
            return new Dimension(
                    name, (epoch, entry, usage) -> usage.attributes().get(key));
        }
        List<String> allowed = new ArrayList<>();
        for (Dimension dimension : FIXED) {
            if (dimension.name.equals(name)) {
                return dimension;
            }
            allowed.add(dimension.name);
        }
        throw new IllegalArgumentException(
                "'" + name + "' is unknown, allowed are " + String.join(", ", allowed) + " and attributes.<key>");
    }
}
