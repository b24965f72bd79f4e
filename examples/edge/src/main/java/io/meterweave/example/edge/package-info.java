/**
 * A device with a small heap that meters a model while its link fails, the link, and the receiver behind it, which proves that
 * each call has arrived once.
 */
package io.meterweave.example.edge;
