package io.meterweave.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.journal.Epoch;
import io.meterweave.ring.Counters;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exporter under the real shipper and its cursor, over several lives of a JVM that is killed where it hurts. */
interface CursorClauses extends ExporterUnderTest {
    /** Whenever the cursor is moved, the target has everything behind it; and what is behind it is not sent again. */
    @Test
    default void theCursorNeverPassesWhatTheTargetDoesNotHave(@TempDir Path dir) throws Exception {
        Counters counters = Counters.open(dir.resolve("counters.dat").toFile());
        try (Epoch home = Epoch.create(dir, "contract", "host-1");
                ContractTarget target = target()) {
            ContractEpoch epoch = new ContractEpoch(home.identity());
            epoch.next(60);

            Life killedAfterTheTargetHasIt = new Life(this, target, home, epoch);
            killedAfterTheTargetHasIt.ship(counters, Life.Death.AFTER_EXPORT);
            assertThat(home.acknowledged(Trial.NAME)).isZero();

            target.begin(target.faults().iterator().next());
            Life meetsATargetThatFails = new Life(this, target, home, epoch);
            meetsATargetThatFails.ship(counters, Life.Death.NONE);
            assertThat(home.acknowledged(Trial.NAME)).isEqualTo(60);
            Arrivals.of(target).assertAre(epoch.all());

            epoch.next(20);
            Life killedBeforeItSends = new Life(this, target, home, epoch);
            killedBeforeItSends.ship(counters, Life.Death.BEFORE_EXPORT);
            assertThat(home.acknowledged(Trial.NAME)).isEqualTo(60);

            Life last = new Life(this, target, home, epoch);
            last.ship(counters, Life.Death.NONE);
            assertThat(home.acknowledged(Trial.NAME)).isEqualTo(80);
            assertThat(last.sent())
                    .as("what the cursor has passed is not sent again")
                    .isEqualTo(Arrivals.ids(epoch.all().subList(60, 80)));
            Arrivals.of(target).assertAre(epoch.all());
        }
    }
}
