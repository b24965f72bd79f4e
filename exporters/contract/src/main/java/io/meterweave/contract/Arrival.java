package io.meterweave.contract;

/**
 * One event as a target has it.
 *
 * @param id the event's id, as the target's own check for repetitions reads it
 * @param bytes all that it has of the event: to be the same whenever that event arrives
 */
@SuppressWarnings("ArrayRecordComponent") // compared by the tests, not by itself
public record Arrival(String id, byte[] bytes) {}
