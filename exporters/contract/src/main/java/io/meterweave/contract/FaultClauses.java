package io.meterweave.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.spi.ExportException;
import io.meterweave.spi.RefusedException;
import io.meterweave.spi.UsageEvent;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever the target does: the export ends in time; what is acknowledged has arrived; what is not is a failure that is sent again
 * and no refusal; the same exporter works again as soon as the target does; and nobody is shown a credential, or anything on the
 * application's streams.
 */
interface FaultClauses extends ExporterUnderTest {
    /** A message has to fit in a line of a log. */
    int LONGEST_MESSAGE = 1_000;

    @TestFactory
    default Stream<DynamicTest> whateverTheTargetDoesIsAFailureAndNoLoss() throws Exception {
        Set<Fault> faults;
        try (ContractTarget asked = target()) {
            faults = asked.faults();
        }
        assertThat(faults).as("what the target can do wrong").isNotEmpty();
        return Stream.of(Fault.values())
                .filter(faults::contains)
                .map(fault -> DynamicTest.dynamicTest(fault.name(), () -> endures(fault)));
    }

    private void endures(Fault fault) throws Exception {
        ContractEpoch epoch = new ContractEpoch();
        try (Overheard heard = new Overheard();
                Trial trial = new Trial(this, target())) {
            trial.deliver(epoch.next(20));
            List<UsageEvent> batch = epoch.next(20);
            trial.target.begin(fault);
            Throwable thrown = trial.export(batch);
            heard.add(thrown);
            assertFails(thrown, batch, trial.target);
            trial.target.mend();
            trial.deliver(batch);
            trial.deliver(epoch.next(20));
            Arrivals.of(trial.target).assertAre(epoch.all());
            heard.add(trial.exporter);
            trial.closeExporter();
            heard.assertWithout(trial.target.secrets());
            heard.assertSilent();
        }
    }

    private static void assertFails(@Nullable Throwable thrown, List<UsageEvent> batch, ContractTarget target)
            throws Exception {
        if (thrown == null) {
            assertThat(Arrivals.of(target).has(batch))
                    .as("all that was acknowledged has arrived")
                    .isTrue();
            return;
        }
        assertThat(thrown)
                .as("to be sent again")
                .isInstanceOf(ExportException.class)
                .isNotInstanceOf(RefusedException.class);
        assertThat(thrown.getMessage())
                .as("one line")
                .isNotBlank()
                .matches("\\P{Cntrl}*")
                .hasSizeLessThan(LONGEST_MESSAGE);
    }
}
