package io.meterweave.ring;

import java.util.List;

/**
 * What is counted durably beside the records. The ordinal is the slot in {@code counters.dat}: append, never reorder.
 */
public enum Counter {
    /** Records for which neither the ring nor a spare segment had room. */
    RING_FULL("ring_full", true),
    /** Records longer than a ring takes. */
    TOO_LARGE("too_large", true),
    /** Records whose bytes were damaged between the ring and the journal. */
    CORRUPT("corrupt", true),
    /** Records that the journal refused. */
    JOURNAL_FAILED("journal_failed", true),
    /** Calls whose hook itself failed, so that no record was made. */
    HOOK_FAILED("hook_failed", true),
    /** Records whose token counts are missing because reading the application's objects failed. */
    READER_FAILED("reader_failed", false),
    /** Records without a subject. */
    UNATTRIBUTED("unattributed", false),
    /** Subjects that were null, empty or too long; of requests also those that were said twice, or no clean text. */
    REFUSED_SUBJECT("refused_subject", false),
    /** Attributes that did not fit. */
    REFUSED_ATTRIBUTE("refused_attribute", false),
    /** Model names that did not fit. */
    REFUSED_MODEL("refused_model", false),
    /** Stripes that were freed after their holder had died in them. */
    FREED_STRIPE("freed_stripe", false),
    /**
     * Times that an exporter met a damaged journal entry. No loss of its own: the gap in the sequence tells that, and each
     * exporter and each start meets the entry again.
     */
    JOURNAL_DAMAGED("journal_damaged", false),
    /** Records that were refused because the directory's quota, or the disk's floor, was reached. */
    QUOTA("quota", true),
    /** Times that the file of these counters was damaged and made anew. */
    COUNTERS_DAMAGED("counters_damaged", false),
    /** Events that a target refused for good, and that are kept as dead letters. */
    DEAD_LETTER("dead_letter", false),
    /** Usage that a target refused for good, where there is no disk to keep it on as a dead letter. */
    REFUSED("refused", true),
    /** Streams of which a crash would leave nothing: more were open at once than there are checkpoints, or theirs is too long. */
    NOT_CHECKPOINTED("not_checkpointed", false),
    /** Streams that went on after they had been given up as abandoned: what they used then is in no record. */
    STREAM_RESUMED("stream_resumed", false);

    /** All counters, by ordinal. */
    public static final List<Counter> ALL = List.of(values());

    private final String word;
    private final boolean loss;

    Counter(String word, boolean loss) {
        this.word = word;
        this.loss = loss;
    }

    /** The counter's name in loss records and reports. */
    public String word() {
        return word;
    }

    /** Whether one count is one record that could not be kept. */
    public boolean loss() {
        return loss;
    }
}
