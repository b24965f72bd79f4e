package io.meterweave.ship;

import io.meterweave.spi.UsageEvent;

/**
 * An event that a target will never take.
 *
 * @param event the event
 * @param answer what the target said, bounded, on one line
 */
public record Refused(UsageEvent event, String answer) {}
