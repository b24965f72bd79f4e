/** What an exporter implements to bring usage records to where they are billed. */
package io.meterweave.spi;
