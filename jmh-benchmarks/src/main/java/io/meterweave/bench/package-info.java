/** What the hot path costs, and what its peers cost; {@code docs/benchmarks.md} has the figures. */
package io.meterweave.bench;
