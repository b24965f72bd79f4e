/** Sends usage to Kafka, as the CloudEvents binding for Kafka has it. */
package io.meterweave.exporter.kafka;
