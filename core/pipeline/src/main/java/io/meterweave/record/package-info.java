/** The usage record: its bytes in the ring and the journal, and its form on the wire. */
package io.meterweave.record;
