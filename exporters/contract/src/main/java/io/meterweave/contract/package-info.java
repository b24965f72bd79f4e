/** What every exporter holds to, as tests that its author inherits. */
package io.meterweave.contract;
