package io.meterweave.exporter.http.billing;

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
}
