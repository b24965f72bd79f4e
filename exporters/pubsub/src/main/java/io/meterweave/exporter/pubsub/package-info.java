/** Publishes usage as CloudEvents to a topic of Google Cloud Pub/Sub. */
package io.meterweave.exporter.pubsub;
