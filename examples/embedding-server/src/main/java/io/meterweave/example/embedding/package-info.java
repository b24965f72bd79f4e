/** An embedding server that knows nothing of metering but its tenants, and the demo that kills it and counts. */
package io.meterweave.example.embedding;
