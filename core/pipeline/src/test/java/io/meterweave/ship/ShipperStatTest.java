package io.meterweave.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.ring.Counters;
import io.meterweave.ring.ExporterStat;
import io.meterweave.ring.StatFile;
import io.meterweave.spi.ExportException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a shipper tells about itself while it works. */
@Timeout(60)
class ShipperStatTest {
    private static final int EVENTS = 3_000;

    @TempDir
    Path temp;

    private final ExporterStat stat = StatFile.inMemory().exporter("hub");
    private final List<String> seen = new ArrayList<>();

    private void note() {
        seen.add(stat.shipped() + " " + stat.acknowledged() + " " + (stat.oldest() > 0) + " " + stat.error());
    }

    @Test
    void whatWaitsWhatFailedAndWhatIsShipped() throws Exception {
        try (ShippedEpoch epoch = new ShippedEpoch(temp)) {
            epoch.append(EVENTS);
            Counters counters = Counters.inMemory();
            ScriptedExporter exporter = new ScriptedExporter(attempt -> {
                note();
                if (attempt == 1) {
                    throw new ExportException("hub is away", new IOException());
                }
            });
            Shipper shipper = new Shipper("hub", exporter, counters, line -> {}, Pace.DEFAULT, new Backoff(1_000));
            shipper.tellIn(stat);
            epoch.addTo(shipper, null);
            shipper.stop(TimeUnit.MINUTES.toNanos(10));
            shipper.run();
        }
        note();
        assertThat(seen)
                .containsExactly(
                        "0 0 true ", "2000 2000 true ", "2000 2000 true hub is away", "3000 3000 false hub is away");
        assertThat(stat.refused()).isZero();
        assertThat(stat.errorTime()).isPositive();
    }
}
