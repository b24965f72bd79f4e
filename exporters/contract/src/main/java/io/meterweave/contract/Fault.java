package io.meterweave.contract;

/** What a target does that is out of order, from {@link ContractTarget#begin} until {@link ContractTarget#mend}. */
public enum Fault {
    /** Nothing is there: what connects is refused. */
    AWAY,
    /** Takes nothing, and says so: it may work later. */
    FAILS,
    /** Breaks every connection when the first byte of a request has arrived; takes nothing. */
    RESETS,
    /** Takes what is sent, and breaks the connection before the answer has arrived. */
    LOSES_ANSWERS,
    /** Reads, and says nothing: {@link ContractTarget#awaitMet} tells when it has got something. */
    STALLS,
    /** Begins an answer, and goes on with a byte now and then, without an end. */
    TRICKLES,
    /** Begins an answer, and goes on as fast as it is read, without an end. */
    ENDLESS,
    /** Answers with what is no answer of the target's protocol. */
    GARBAGE,
    /** Takes nothing, and quotes in its answer all that it was sent, credentials included. */
    ECHOES
}
