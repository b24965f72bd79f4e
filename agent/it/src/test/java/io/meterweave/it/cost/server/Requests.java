package io.meterweave.it.cost.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Requests to the embedding server as they go over the wire, encoded before anything is measured: texts of some words
 * from three tenants. The same in every life, so that equal counts are equal work.
 */
final class Requests {
    /** How many different ones there are; after the last comes the first again. */
    static final int DIFFERENT = 256;

    /** Of what is measured. */
    static final int MOST_WORDS = 64;

    private static final long SEED = 7;
    private static final List<String> TENANTS = List.of("acme", "globex", "initech");
    private static final List<String> WORDS = List.of(("a bill of the month was sent to each customer when an invoice"
                    + " had been paid and nothing is owed for unmetered tokens or embeddings that crashed halfway"
                    + " through reconciliation because the server kept its journal")
            .split(" "));

    private final byte[][] encoded = new byte[DIFFERENT][];

    /**
     * Encodes them.
     *
     * @param mostWords of a text; at least one word is in each
     */
    Requests(int mostWords) {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < DIFFERENT; i++) {
            encoded[i] = encode(i, text(random, mostWords));
        }
    }

    /** The bytes of the request that comes after {@code index} others. Not to be changed. */
    byte[] get(int index) {
        return encoded[index % DIFFERENT];
    }

    private static String text(SplittableRandom random, int mostWords) {
        int length = random.nextInt(1, mostWords + 1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return text.toString();
    }

    private static byte[] encode(int index, String text) {
        String head = "POST /embed HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Tenant: " + TENANTS.get(index % TENANTS.size())
                + "\r\nX-Request-Id: r-" + index + "\r\nContent-Length: " + text.length() + "\r\n\r\n";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.getBytes(US_ASCII));
        bytes.writeBytes(text.getBytes(US_ASCII));
        return bytes.toByteArray();
    }
}
