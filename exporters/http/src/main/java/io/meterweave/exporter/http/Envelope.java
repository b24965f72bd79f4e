package io.meterweave.exporter.http;

import okhttp3.MediaType;

/**
 * What is around the events of a request. Between two of them is a comma.
 *
 * @param type what the request says it is
 * @param open before the first
 * @param close behind the last
 */
record Envelope(MediaType type, String open, String close) {
    /** How long a request is beside its events and the commas between them. */
    int size() {
        return open.length() + close.length();
    }
}
