package io.meterweave.agent;

import io.meterweave.plugin.ApiKeys;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Names API keys without telling them: by the first 128 bits of their HMAC-SHA-256 with a secret, which stops whoever sees
 * the names from trying keys. It knows no key, so it names whatever comes: whether a key is any good, the application decides.
 */
final class KeySecret implements ApiKeys {
    static final int SHORTEST = 16;
    static final int LONGEST = 4_096;
    private static final String ALGORITHM = "HmacSHA256";
    private static final int NAME_BYTES = 16;

    private final File file;
    private volatile @Nullable SecretKeySpec secret;

    KeySecret(File file) {
        this.file = file;
    }

    /**
     * Reads the secret: the file's bytes without a final line break.
     *
     * @throws ConfigException where it cannot be read, or is too short or too long
     */
    void begin() throws ConfigException {
        byte[] bytes;
        try (InputStream in = new FileInputStream(file)) {
            bytes = in.readNBytes(LONGEST + 3);
        } catch (IOException e) {
            throw new ConfigException(List.of(setting() + "cannot be read: " + e.getMessage()));
        }
        int end = bytes.length;
        end -= end > 0 && bytes[end - 1] == '\n' ? 1 : 0;
        end -= end > 0 && bytes[end - 1] == '\r' ? 1 : 0;
        if (end < SHORTEST || end > LONGEST) {
            throw new ConfigException(
                    List.of(setting() + "has " + end + " bytes; allowed are " + SHORTEST + " to " + LONGEST));
        }
        secret = new SecretKeySpec(Arrays.copyOf(bytes, end), ALGORITHM);
    }

    private String setting() {
        return Setting.SUBJECT_API_KEYS_SECRET_FILE.key() + "=" + file + ": ";
    }

    @Override
    public String subject(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return "key:" + HexFormat.of().formatHex(mac.doFinal(key), 0, NAME_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // Every JDK has it.
        }
    }
}
