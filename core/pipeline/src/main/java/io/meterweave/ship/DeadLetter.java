package io.meterweave.ship;

import io.meterweave.spi.UsageEvent;

/**
 * An event that a target has refused for good, and that nobody has sent again or dropped since.
 *
 * @param event with its old id and bytes
 * @param timeNanos when it was refused last, in nanoseconds since 1970-01-01T00:00:00Z
 * @param answer what the target said then
 */
public record DeadLetter(UsageEvent event, long timeNanos, String answer) {}
