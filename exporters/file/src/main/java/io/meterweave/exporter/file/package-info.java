/** Writes usage as JSON Lines of CloudEvents. */
package io.meterweave.exporter.file;
