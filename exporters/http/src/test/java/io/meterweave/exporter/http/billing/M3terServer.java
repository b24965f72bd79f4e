package io.meterweave.exporter.http.billing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** m3ter: a token by client credentials, then measurements; what is known by uid is dropped in silence. */
final class M3terServer extends BillingServer {
    private static final Set<String> FIELDS = Set.of("uid", "meter", "account", "ts", "measure", "what");

    int most = 1_000;
    int tokens;
    long expiresIn = 18_000;
    String secret = "s3cr3t-of-the-user";
    String result = "accepted";
    private String valid = "";

    M3terServer() throws IOException {}

    @Override
    String path() {
        return "/organizations/org-1/measurements";
    }

    /** From now on the token that was given is not known. */
    void forgetToken() {
        valid = "";
    }

    @Override
    Reply elsewhere(Call call) {
        if (call.path().startsWith("/organizations/")) {
            return new Reply(403, "{\"message\":\"Forbidden\"}");
        }
        if (!call.path().equals("/oauth/token")) {
            return super.elsewhere(call);
        }
        String pair = "key-1:" + secret;
        String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
        if (!call.header("Authorization").equals(basic)) {
            return new Reply(401, "{\"message\":\"bad client " + secret + "\"}");
        }
        if (!call.header("Content-Type").equals("application/x-www-form-urlencoded")
                || !call.text().equals("grant_type=client_credentials")) {
            violations.add("token request " + call.text());
        }
        valid = "token-" + ++tokens;
        return new Reply(
                200,
                "{\"token_type\":\"Bearer\", \"access_token\":\"" + valid + "\", \"expires_in\":" + expiresIn
                        + ", \"scope\":null}");
    }

    @Override
    Reply ingest(Call call) throws IOException {
        if (valid.isEmpty() || !call.header("Authorization").equals("Bearer " + valid)) {
            return new Reply(403, "{\"message\":\"Unauthorized\"}");
        }
        if (!call.header("Content-Type").equals("application/json")) {
            violations.add("content type " + call.header("Content-Type"));
        }
        JsonNode body = JSON.readTree(call.body());
        JsonNode measurements = body.get("measurements");
        if (call.body().length >= 512_000 || measurements.size() > most) {
            violations.add("oversize");
            return new Reply(403, "{\"message\":\"Forbidden\"}");
        }
        Map<String, Billed> taken = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        for (JsonNode each : measurements) {
            each.fieldNames().forEachRemaining(names::add);
            if (each.path("account").asText().startsWith("bad")) {
                return new Reply(400, "{\"message\":\"invalid account\"}");
            }
            Billed event = read(each);
            taken.put(event.id(), event);
        }
        if (body.size() != 1 || measurements.isEmpty() || !FIELDS.containsAll(names)) {
            violations.add("fields " + names);
        }
        taken.forEach(billed::putIfAbsent);
        return new Reply(200, "{\"result\":\"" + result + "\"}");
    }

    private static Billed read(JsonNode each) {
        JsonNode measure = each.get("measure");
        if (measure.size() != 1 || !measure.get("value").isIntegralNumber()) {
            throw new IllegalArgumentException("measure " + measure);
        }
        Map<String, String> more = new LinkedHashMap<>();
        if (each.has("what")) {
            each.get("what").fieldNames().forEachRemaining(name -> more.put(name, text(each.get("what"), name)));
        }
        return new Billed(
                text(each, "uid"),
                text(each, "meter"),
                text(each, "account"),
                measure.get("value").longValue(),
                OffsetDateTime.parse(text(each, "ts")).toInstant(),
                more);
    }
}
