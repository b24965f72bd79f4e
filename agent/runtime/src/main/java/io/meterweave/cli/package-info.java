/** The command line: reads and judges what an agent has journaled, from the outside. */
package io.meterweave.cli;
