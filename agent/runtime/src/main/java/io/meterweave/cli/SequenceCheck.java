package io.meterweave.cli;

/**
 * Holds an epoch's sequences against their promise to have no gaps. The first may be any: what everybody has
 * acknowledged is deleted from the beginning.
 */
final class SequenceCheck {
    private long previous;
    private long unnumbered;
    private long missing;
    private long firstMissing;
    private long repeated;
    private long firstRepeated;

    /** An entry that was left out has taken a sequence, too. */
    void skip() {
        unnumbered++;
    }

    /** Takes the next entry's sequence; answers whether it is new. */
    boolean next(long sequence) {
        if (sequence <= previous) {
            if (repeated++ == 0) {
                firstRepeated = sequence;
            }
            return false;
        }
        if (previous != 0 && sequence - previous - 1 > unnumbered) {
            if (missing == 0) {
                firstMissing = previous + 1;
            }
            missing += sequence - previous - 1 - unnumbered;
        }
        previous = sequence;
        unnumbered = 0;
        return true;
    }

    /** How many sequences between the first and the last are missing. */
    long missing() {
        return missing;
    }

    /** The first of them, or one close before it where corrupt entries are near. */
    long firstMissing() {
        return firstMissing;
    }

    /** How many entries had a sequence that was not above their predecessor's. */
    long repeated() {
        return repeated;
    }

    /** The first of those. */
    long firstRepeated() {
        return firstRepeated;
    }
}
