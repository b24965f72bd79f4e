package io.meterweave.exporter.http;

/**
 * What one request holds several of: an event in the target's form.
 *
 * @param meter whom it is for, as an answer about it is told; empty where the event is ours, whole
 * @param id what the target knows it by
 * @param bytes the same on every retry. Not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // copied for none of thousands a second
record Item(String meter, String id, byte[] bytes) {}
