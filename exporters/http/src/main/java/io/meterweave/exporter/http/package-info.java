/** Posts usage as JSON arrays of CloudEvents, or in the form that a billing system takes. */
package io.meterweave.exporter.http;
