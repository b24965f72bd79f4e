package io.meterweave.cli.verify;

import io.meterweave.record.MalformedRecordException;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a manifest says.
 *
 * @param first the first sequence that it covers
 * @param last the last one
 * @param records how many of them were hashed
 * @param sums by quantity
 * @param lost by reason, since the epoch's beginning
 * @param closed whether the epoch was to end with it
 */
record ManifestData(
        String epoch,
        long first,
        long last,
        long records,
        long usages,
        Map<String, Sum> sums,
        Map<String, BigInteger> lost,
        String recordsSha256,
        String previousSha256,
        String sealedBy,
        boolean closed) {
    private static final byte[] EPOCH = JsonCursor.ascii("{\"epoch\":");
    private static final byte[] FIRST = JsonCursor.ascii(",\"first_sequence\":");
    private static final byte[] LAST = JsonCursor.ascii(",\"last_sequence\":");
    private static final byte[] RECORDS = JsonCursor.ascii(",\"record_count\":");
    private static final byte[] USAGES = JsonCursor.ascii(",\"usage_count\":");
    private static final byte[] SUMS = JsonCursor.ascii(",\"sums\":{");
    private static final byte[] KNOWN = JsonCursor.ascii(":{\"known\":");
    private static final byte[] SUM = JsonCursor.ascii(",\"sum\":");
    private static final byte[] LOST = JsonCursor.ascii(",\"lost_count\":{");
    private static final byte[] RECORDS_SHA = JsonCursor.ascii(",\"records_sha256\":");
    private static final byte[] PREVIOUS_SHA = JsonCursor.ascii(",\"previous_manifest_sha256\":");
    private static final byte[] SEALED_BY = JsonCursor.ascii(",\"sealed_by\":");
    private static final byte[] CLOSED = JsonCursor.ascii(",\"closed\":true");

    /** Nobody's sum of 64-bit numbers is longer. */
    private static final int MOST_DIGITS = 40;

    /** A sum, and over how many records. */
    record Sum(long known, BigInteger sum) {}

    static ManifestData parse(CanonicalLine line) throws MalformedRecordException {
        JsonCursor json = line.data();
        String epoch = word(json, EPOCH);
        long first = number(json, FIRST);
        long last = number(json, LAST);
        long records = number(json, RECORDS);
        long usages = number(json, USAGES);
        Map<String, Sum> sums = sums(json);
        Map<String, BigInteger> lost = lost(json);
        String recordsSha = sha(json, RECORDS_SHA);
        String previousSha = sha(json, PREVIOUS_SHA);
        String sealedBy = word(json, SEALED_BY);
        boolean closed = json.take(CLOSED);
        json.expect('}');
        json.expectEnd();
        return new ManifestData(
                epoch, first, last, records, usages, sums, lost, recordsSha, previousSha, sealedBy, closed);
    }

    private static String word(JsonCursor json, byte[] key) throws MalformedRecordException {
        json.expect(key);
        json.string();
        return json.taken();
    }

    private static long number(JsonCursor json, byte[] key) throws MalformedRecordException {
        json.expect(key);
        return json.integer();
    }

    private static String sha(JsonCursor json, byte[] key) throws MalformedRecordException {
        String sha = word(json, key);
        if (!Sha256.isHex(sha)) {
            throw json.fault("a hash that is not 64 hexadecimal digits");
        }
        return sha;
    }

    private static Map<String, Sum> sums(JsonCursor json) throws MalformedRecordException {
        Map<String, Sum> sums = new LinkedHashMap<>();
        json.expect(SUMS);
        if (json.take('}')) {
            return sums;
        }
        do {
            json.string();
            String field = json.taken();
            long known = number(json, KNOWN);
            json.expect(SUM);
            json.digits(MOST_DIGITS);
            if (sums.put(field, new Sum(known, new BigInteger(json.taken()))) != null) {
                throw json.fault(field + " is there twice");
            }
            json.expect('}');
        } while (json.take(','));
        json.expect('}');
        return sums;
    }

    private static Map<String, BigInteger> lost(JsonCursor json) throws MalformedRecordException {
        Map<String, BigInteger> lost = new LinkedHashMap<>();
        json.expect(LOST);
        if (json.take('}')) {
            return lost;
        }
        do {
            json.string();
            String reason = json.taken();
            json.expect(':');
            json.digits(MOST_DIGITS);
            if (lost.put(reason, new BigInteger(json.taken())) != null) {
                throw json.fault(reason + " is there twice");
            }
        } while (json.take(','));
        json.expect('}');
        return lost;
    }
}
