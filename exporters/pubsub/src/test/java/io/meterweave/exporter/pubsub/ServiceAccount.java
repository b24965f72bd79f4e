package io.meterweave.exporter.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;

/** A service account with a key of its own, and the check of what it signs. */
final class ServiceAccount {
    static final String EMAIL = "meter@meter-1.iam.gserviceaccount.com";

    private final KeyPair keys;

    ServiceAccount() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
    }

    /** The key's file, as the console makes it. */
    Path write(Path file, String tokenUri) throws IOException {
        JsonObject json = new JsonObject();
        json.addProperty("type", "service_account");
        json.addProperty("project_id", "meter-1");
        json.addProperty("private_key_id", "0123456789abcdef");
        json.addProperty("private_key", "-----BEGIN PRIVATE KEY-----\n" + secret() + "\n-----END PRIVATE KEY-----\n");
        json.addProperty("client_email", EMAIL);
        json.addProperty("client_id", "123456789012345678901");
        json.addProperty("token_uri", tokenUri);
        return Files.writeString(file, json.toString());
    }

    /** What must never be shown. */
    String secret() {
        return Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded());
    }

    /** Whether this is a token for the service that the account's key has signed, and that is valid now. */
    boolean signed(String authorization) {
        String[] parts = authorization.split("[ .]");
        if (parts.length != 4 || !parts[0].equals("Bearer")) {
            return false;
        }
        try {
            Signature check = Signature.getInstance("SHA256withRSA");
            check.initVerify(keys.getPublic());
            check.update((parts[1] + "." + parts[2]).getBytes(UTF_8));
            JsonObject head = json(parts[1]);
            JsonObject claims = json(parts[2]);
            long now = Instant.now().getEpochSecond();
            return check.verify(Base64.getUrlDecoder().decode(parts[3]))
                    && head.get("alg").getAsString().equals("RS256")
                    && claims.get("iss").getAsString().equals(EMAIL)
                    && claims.get("sub").getAsString().equals(EMAIL)
                    && claims.get("scope").getAsString().equals("https://www.googleapis.com/auth/pubsub")
                    && claims.get("iat").getAsLong() <= now + 10
                    && claims.get("exp").getAsLong() > now
                    && claims.get("exp").getAsLong() <= now + 3_610;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    private static JsonObject json(String part) {
        return JsonParser.parseString(new String(Base64.getUrlDecoder().decode(part), UTF_8))
                .getAsJsonObject();
    }
}
