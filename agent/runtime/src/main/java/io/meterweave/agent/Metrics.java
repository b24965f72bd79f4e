package io.meterweave.agent;

import java.util.regex.Pattern;

/**
 * Where the epoch's counters are served as Prometheus text.
 *
 * @param port from 1 to 65535; 0: nowhere
 * @param host the address to listen at, in digits: a name would have to be resolved
 */
record Metrics(int port, String host) {
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f.:]*:[0-9A-Fa-f.:]*");
    static final int HIGHEST_PORT = 65_535;

    static final Metrics NONE = new Metrics(0, "127.0.0.1");

    Metrics {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("metrics.port=" + port + ": allowed is a port from 1 to 65535");
        }
        if (!ADDRESS.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "metrics.host=" + host + ": allowed is an address in digits, such as 127.0.0.1, 0.0.0.0 or ::1");
        }
    }

    boolean areServed() {
        return port != 0;
    }
}
