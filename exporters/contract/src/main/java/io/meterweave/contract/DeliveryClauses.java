package io.meterweave.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.ship.Delivery;
import io.meterweave.ship.Patience;
import io.meterweave.ship.Refused;
import io.meterweave.spi.ExportException;
import io.meterweave.spi.RefusedException;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What an acknowledgement means, and what is the same when events come again. */
interface DeliveryClauses extends ExporterUnderTest {
    /** What is acknowledged has arrived; an empty batch is none. */
    @Test
    default void whatIsAcknowledgedHasArrived() throws Exception {
        ContractEpoch epoch = new ContractEpoch();
        try (Trial trial = new Trial(this, target())) {
            assertThat(trial.export(List.of())).isNull();
            assertThat(trial.target.arrivals()).isEmpty();
            for (int size : new int[] {1, 40, 300}) {
                trial.deliver(epoch.next(size));
                assertThat(trial.export(List.of())).isNull();
                Arrivals.of(trial.target).assertAre(epoch.all());
            }
        }
    }

    /** From the same exporter and from the next one, as after a crash. */
    @Test
    default void theSameEventsAreTheSameBytesAgain() throws Exception {
        ContractEpoch epoch = new ContractEpoch();
        List<UsageEvent> batch = epoch.next(40);
        try (Trial trial = new Trial(this, target())) {
            trial.deliver(batch);
            trial.deliver(batch);
            try (UsageExporter next = Trial.create(this, trial.target)) {
                trial.deliver(next, batch);
            }
            Arrivals.of(trial.target).assertAre(batch);
        }
    }

    @Test
    default void oneRequestTakesAtLeastOneEventAndAtMostAll() throws Exception {
        List<UsageEvent> events = new ContractEpoch().next(2_000);
        try (Trial trial = new Trial(this, target())) {
            for (int size : new int[] {1, 2, 7, 2_000}) {
                List<UsageEvent> batch = events.subList(0, size);
                assertThat(trial.ended(trial.begin(() -> trial.exporter.fitting(batch)), "fitting"))
                        .isBetween(1, size);
            }
        }
    }

    /** Through the shipper's own delivery, with a failure in each batch that it then repeats. */
    @TestFactory
    default Stream<DynamicTest> aSubjectStaysInOrderAlthoughBatchesFail() throws Exception {
        Set<Fault> faults = EnumSet.of(Fault.RESETS, Fault.LOSES_ANSWERS, Fault.FAILS, Fault.AWAY);
        try (ContractTarget asked = target()) {
            faults.retainAll(asked.faults());
        }
        return faults.stream()
                .limit(2)
                .map(fault -> DynamicTest.dynamicTest(fault.name(), () -> {
                    ContractEpoch epoch = new ContractEpoch();
                    try (Trial trial = new Trial(this, target())) {
                        Delivery delivery =
                                new Delivery(Trial.NAME, trial.exporter, line -> mend(trial.target), new Patience());
                        for (int i = 0; i < 3; i++) {
                            List<UsageEvent> batch = epoch.next(50);
                            assertThat(trial.ended(trial.begin(() -> delivery.deliver(batch)), "delivery"))
                                    .as("refused")
                                    .isEmpty();
                            trial.target.begin(fault);
                        }
                        trial.target.mend();
                        Arrivals.of(trial.target).assertAre(epoch.all());
                    }
                }));
    }

    private static void mend(ContractTarget target) {
        Throwable thrown = Trial.thrownBy(target::mend);
        if (thrown != null) {
            throw new AssertionError(thrown);
        }
    }

    /** Exactly they become dead letters, whether the target names them or not; the others arrive, in order. */
    @TestFactory
    default Stream<DynamicTest> refusedEventsAreTheOnlyOnesThatAreGivenUp() throws Exception {
        try (ContractTarget asked = target()) {
            if (asked.refused(new ContractEpoch().next(1).get(0)) == null) {
                return Stream.of();
            }
        }
        return Stream.of(DynamicTest.dynamicTest("refused", () -> {
            try (Trial trial = new Trial(this, target())) {
                List<UsageEvent> batch = new ArrayList<>(new ContractEpoch().next(40));
                List<UsageEvent> sound = new ArrayList<>(batch);
                List<UsageEvent> poison = new ArrayList<>();
                for (int index : new int[] {0, 16, 17, 38}) {
                    UsageEvent refused = trial.target.refused(batch.get(index));
                    sound.remove(batch.get(index));
                    batch.set(index, refused);
                    poison.add(refused);
                }
                Delivery delivery =
                        new Delivery(Trial.NAME, naming(trial.exporter, poison), line -> {}, new Patience());
                List<Refused> given = trial.ended(trial.begin(() -> delivery.deliver(batch)), "delivery");
                assertThat(given.stream().map(each -> each.event().id()))
                        .as("what becomes a dead letter")
                        .containsExactlyElementsOf(Arrivals.ids(poison));
                for (String secret : trial.target.secrets()) {
                    assertThat(given).noneMatch(each -> each.answer().contains(secret));
                }
                Arrivals.of(trial.target).assertAre(sound);
            }
        }));
    }

    /** Checks that an exporter names none but these. */
    private static UsageExporter naming(UsageExporter exporter, List<UsageEvent> poison) {
        return new UsageExporter() {
            @Override
            public void export(List<UsageEvent> batch) throws ExportException {
                try {
                    exporter.export(batch);
                } catch (RefusedException e) {
                    assertThat(e.refusals().stream().map(refusal -> batch.get(refusal.index())))
                            .as("what is named")
                            .doesNotHaveDuplicates()
                            .isSubsetOf(poison);
                    assertThat(batch).as("refused").containsAnyElementsOf(poison);
                    throw e;
                }
            }

            @Override
            public int fitting(List<UsageEvent> batch) {
                return exporter.fitting(batch);
            }

            @Override
            public void close() {}
        };
    }
}
