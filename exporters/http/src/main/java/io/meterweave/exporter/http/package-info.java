/** Posts usage as JSON arrays of CloudEvents. */
package io.meterweave.exporter.http;
