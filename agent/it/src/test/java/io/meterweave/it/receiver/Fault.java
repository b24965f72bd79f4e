package io.meterweave.it.receiver;

/** What a receiver does to a request instead of keeping its events and saying so. */
enum Fault {
    /** Answers 429, and wants to be left alone for a second. */
    TOO_MANY,
    /** Answers 500. */
    FAILED,
    /** Resets the connection in the middle of the request. */
    RESET,
    /** Keeps the events and closes the connection without an answer. */
    SILENT,
    /** Keeps the events and closes the connection in the middle of the answer. */
    CUT,
    /** Keeps the events and takes its time to say so. */
    SLOW,
    /** Keeps the events, says so twice, and waits for another request on the same connection, which it fails. */
    TWICE,
    /** None. */
    NONE
}
