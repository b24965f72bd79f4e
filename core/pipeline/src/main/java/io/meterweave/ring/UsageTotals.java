package io.meterweave.ring;

import io.meterweave.record.Quantity;
import io.meterweave.record.UsageRecord;
import java.util.OptionalLong;

/** What the usage records of an epoch come to. Absent is not 0: a sum stands beside the number of records that it covers. */
public final class UsageTotals {
    private long records;
    private long unattributed;
    private final Sum input = new Sum();
    private final Sum output = new Sum();

    /** A sum and how many records it covers. */
    public static final class Sum {
        private long known;
        private long sum;

        /** How many records say it. */
        public long known() {
            return known;
        }

        /** What they say, together. */
        public long sum() {
            return sum;
        }

        private void add(long moreKnown, long more) {
            known += moreKnown;
            sum += more;
        }

        private void add(OptionalLong value) {
            if (value.isPresent()) {
                add(1, value.getAsLong());
            }
        }
    }

    /** Nothing yet. */
    public UsageTotals() {}

    UsageTotals(long records, long unattributed, long[] sums) {
        this.records = records;
        this.unattributed = unattributed;
        input.add(sums[0], sums[1]);
        output.add(sums[2], sums[3]);
    }

    /** Adds a record. */
    public void add(UsageRecord usage) {
        records++;
        unattributed += usage.isUnattributed() ? 1 : 0;
        input.add(usage.get(Quantity.INPUT_TOKENS));
        output.add(usage.get(Quantity.OUTPUT_TOKENS));
    }

    /** Adds what others come to. */
    public void add(UsageTotals others) {
        records += others.records;
        unattributed += others.unattributed;
        input.add(others.input.known, others.input.sum);
        output.add(others.output.known, others.output.sum);
    }

    /** How many records. */
    public long records() {
        return records;
    }

    /** For how many of them nobody was named to pay. */
    public long unattributed() {
        return unattributed;
    }

    /** Their input tokens. */
    public Sum input() {
        return input;
    }

    /** Their output tokens. */
    public Sum output() {
        return output;
    }
}
