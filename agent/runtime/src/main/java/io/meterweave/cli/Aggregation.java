package io.meterweave.cli;

import io.meterweave.journal.EpochIdentity;
import io.meterweave.journal.LossData;
import io.meterweave.record.JournalEntry;
import io.meterweave.record.MalformedRecordException;
import io.meterweave.record.RecordType;
import io.meterweave.record.UsageRecord;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Usage added up by group, and what was lost by reason. Its memory grows with the groups, not with the records. */
final class Aggregation implements EventVisitor {
    /** More rows than a person or a spreadsheet takes, and about what a JVM's default heap holds. */
    static final int MOST_GROUPS = 1_000_000;

    private final List<Dimension> by;
    private final long sinceNanos;
    private final int mostGroups;
    private final Map<List<@Nullable String>, Totals> groups = new HashMap<>();
    private final Totals total = new Totals();
    private final Map<String, BigInteger> lost = new TreeMap<>();
    private long events;

    /**
     * Makes an empty one.
     *
     * @param sinceNanos records that began before, and losses that were told before, are left out
     */
    Aggregation(List<Dimension> by, long sinceNanos, int mostGroups) {
        this.by = by;
        this.sinceNanos = sinceNanos;
        this.mostGroups = mostGroups;
    }

    @Override
    public void event(EpochIdentity epoch, JournalEntry entry, @Nullable UsageRecord usage)
            throws MalformedRecordException {
        if (entry.timeNanos() < sinceNanos) {
            return;
        }
        if (usage != null) {
            group(epoch, entry, usage).add(usage);
            total.add(usage);
            events++;
        } else if (entry.type() == RecordType.LOSS) {
            LossData loss = LossData.parse(entry);
            lost.merge(loss.reason(), BigInteger.valueOf(loss.count()), BigInteger::add);
            events++;
        }
    }

    private Totals group(EpochIdentity epoch, JournalEntry entry, UsageRecord usage) {
        @Nullable String[] key = new @Nullable String[by.size()];
        for (int i = 0; i < key.length; i++) {
            key[i] = by.get(i).value().of(epoch, entry, usage);
        }
        List<@Nullable String> name = Arrays.asList(key);
        Totals group = groups.get(name);
        if (group == null) {
            if (groups.size() == mostGroups) {
                throw new TooManyGroupsException(mostGroups);
            }
            group = new Totals();
            groups.put(name, group);
        }
        return group;
    }

    /** What it is grouped by. */
    List<Dimension> by() {
        return by;
    }

    /** The groups, sorted by the dimensions in their order; in each, what does not say comes last. */
    List<Group> groups() {
        List<Group> sorted = new ArrayList<>(groups.size());
        groups.forEach((key, totals) -> sorted.add(new Group(key, totals)));
        sorted.sort(Group.ORDER);
        return sorted;
    }

    /** All of them together. */
    Totals total() {
        return total;
    }

    /** Records that could not be kept, by reason. */
    Map<String, BigInteger> lost() {
        return lost;
    }

    /** How many events it has taken in; differs whenever anything does. */
    long events() {
        return events;
    }
}
