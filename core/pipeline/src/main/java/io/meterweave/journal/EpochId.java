package io.meterweave.journal;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.regex.Pattern;

/** Epoch ids: UUIDs of version 7 (RFC 9562), so that they sort by the time at which they were made. */
public final class EpochId {
    private static final Pattern FORM =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    private EpochId() {}

    /** Makes a new id. */
    public static String next() {
        byte[] random = new byte[10];
        new SecureRandom().nextBytes(random);
        long millis = System.currentTimeMillis();
        long high = (millis << 16) | 0x7000 | ((random[0] & 0x0f) << 8) | (random[1] & 0xff);
        long low = 0;
        for (int i = 2; i < 10; i++) {
            low = (low << 8) | (random[i] & 0xff);
        }
        low = (low & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** Whether a text is such an id. */
    public static boolean is(String text) {
        return FORM.matcher(text).matches();
    }
}
