package io.meterweave.cli.verify;

import java.util.Locale;

/** What can be wrong with an epoch's events. */
enum FaultKind {
    /** Nothing of the epoch is there, and something elsewhere says that there was. */
    VANISHED("the whole epoch has vanished"),
    /** Sequences that are not there. */
    MISSING("missing"),
    /** Ids that a journal has twice, with the same bytes. */
    DOUBLED("doubled"),
    /** Ids that are there twice, with different bytes. */
    CONFLICT("twice, with different bytes"),
    /** Events that came first behind one with a higher sequence. */
    OUT_OF_ORDER("out of order"),
    /** Events whose bytes are not those that a manifest or an adopter vouches for. */
    ALTERED("altered"),
    /** What a manifest counts is not what its records add up to. */
    TOTALS("control totals differ"),
    /** What a manifest says was lost is not what the loss records say. */
    LOST_COUNT("losses differ"),
    /** A manifest that does not follow its predecessor. */
    CHAIN("chain broken"),
    /** Events that no manifest can vouch for, because others that it covers are missing. */
    UNPROVEN("cannot be proven"),
    /** Bytes that are no event. */
    MALFORMED("no event"),
    /** A damaged entry of a journal. */
    DAMAGED("damaged in the journal"),
    /** Events whose line in the file is not the journal's. */
    DIFFERS("differs between file and journal"),
    /** Events that the journal has, the exporters have all acknowledged, and the file lacks. */
    NOT_IN_FILE("in the journal and not in the file"),
    /** Events that the file has beyond the journal's end. */
    NOT_IN_JOURNAL("in the file and not in the journal");

    private final String text;

    FaultKind(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
