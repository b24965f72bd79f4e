package io.meterweave.ring;

import java.util.List;

/**
 * What is counted durably beside the records. Each has a slot in {@code counters.dat}, which no other ever gets.
 *
 * <p>Usage that nobody was named for is not among them: the journal's own records tell it, and no crash can part the two.
 */
public enum Counter {
    /** Records for which neither the ring nor a spare segment had room. */
    RING_FULL(0, "ring_full", true),
    /** Records longer than a ring takes. */
    TOO_LARGE(1, "too_large", true),
    /** Records whose bytes were damaged between the ring and the journal. */
    CORRUPT(2, "corrupt", true),
    /** Records that the journal refused. */
    JOURNAL_FAILED(3, "journal_failed", true),
    /** Calls whose hook itself failed, so that no record was made. */
    HOOK_FAILED(4, "hook_failed", true),
    /** Records whose token counts are missing because reading the application's objects failed. */
    READER_FAILED(5, "reader_failed", false),
    // 6 was given to one that was never counted.
    /** Subjects that were null, empty or too long; of requests also those that were said twice, or no clean text. */
    REFUSED_SUBJECT(7, "refused_subject", false),
    /** Attributes that did not fit. */
    REFUSED_ATTRIBUTE(8, "refused_attribute", false),
    /** Model names that did not fit. */
    REFUSED_MODEL(9, "refused_model", false),
    /** Stripes that were freed after their holder had died in them. */
    FREED_STRIPE(10, "freed_stripe", false),
    /**
     * Times that an exporter met a damaged journal entry. No loss of its own: the gap in the sequence tells that, and each
     * exporter and each start meets the entry again.
     */
    JOURNAL_DAMAGED(11, "journal_damaged", false),
    /** Records that were refused because the directory's quota, or the disk's floor, was reached. */
    QUOTA(12, "quota", true),
    /** Times that the file of these counters was damaged and made anew. */
    COUNTERS_DAMAGED(13, "counters_damaged", false),
    /** Events that a target refused for good, and that are kept as dead letters. */
    DEAD_LETTER(14, "dead_letter", false),
    /** Usage that a target refused for good, where there is no disk to keep it on as a dead letter. */
    REFUSED(15, "refused", true),
    /** Streams of which a crash would leave nothing: more were open at once than there are checkpoints, or theirs is too long. */
    NOT_CHECKPOINTED(16, "not_checkpointed", false),
    /** Streams that went on after they had been given up as abandoned: what they used then is in no record. */
    STREAM_RESUMED(17, "stream_resumed", false);

    /** All counters, by ordinal. */
    public static final List<Counter> ALL = List.of(values());

    private final int slot;
    private final String word;
    private final boolean loss;

    Counter(int slot, String word, boolean loss) {
        this.slot = slot;
        this.word = word;
        this.loss = loss;
    }

    int slot() {
        return slot;
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
