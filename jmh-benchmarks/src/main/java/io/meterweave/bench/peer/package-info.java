/** Other ways to tell what a call used: each as its users would write it, with what arrived counted in its own output. */
package io.meterweave.bench.peer;
