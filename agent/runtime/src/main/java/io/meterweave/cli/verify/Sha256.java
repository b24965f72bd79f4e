package io.meterweave.cli.verify;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** SHA-256 of lines, each with its line feed, as {@code sha256sum} computes it. */
final class Sha256 {
    /** Stands where there is no manifest before. */
    static final String NONE = "0".repeat(64);

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    private final MessageDigest digest = digest();

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static boolean isHex(String text) {
        return HEX.matcher(text).matches();
    }

    Sha256 add(CanonicalLine line) {
        digest.update(line.bytes(), 0, line.length());
        digest.update((byte) '\n');
        return this;
    }

    /** The hash of what was added since the last time. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
