package io.meterweave.exporter.http.billing;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** With the ClickHouse store, to which an id with another time is another event. */
class LagoClickHouseTest extends BillingSystemTest<LagoServer> {
    @Override
    LagoServer start() throws Exception {
        return new LagoServer(true);
    }

    @Override
    Map<String, String> options() {
        return Map.of("dialect", "lago", "token", "lago_key");
    }

    @Override
    String held() {
        return "";
    }

    @Override
    List<Mistake> mistakes() throws IOException {
        return List.of(
                new Mistake("token", "token", WRONG),
                new Mistake("token", "token", null),
                new Mistake(
                        "token.file",
                        "token",
                        null,
                        "token.file",
                        Files.writeString(temp.resolve("token"), WRONG).toString()),
                new Mistake(
                        "token.file",
                        "token",
                        null,
                        "token.file",
                        temp.resolve("none").toString()));
    }
}
