/** An embedding server that knows nothing of metering, and the demo that kills it and counts. */
package io.meterweave.example.embedding;
