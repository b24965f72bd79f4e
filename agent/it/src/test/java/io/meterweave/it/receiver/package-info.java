/** A receiver of events over HTTP, written from the contract and not from our client; it runs in a process of its own. */
package io.meterweave.it.receiver;
