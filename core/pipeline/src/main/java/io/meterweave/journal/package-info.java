/** The durable store of an epoch: its directory, its entries, and what brings them there from the ring. */
package io.meterweave.journal;
