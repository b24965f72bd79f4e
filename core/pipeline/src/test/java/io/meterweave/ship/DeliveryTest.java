package io.meterweave.ship;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.spi.ExportException;
import io.meterweave.spi.RefusedException;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeliveryTest {
    private static final int ROUNDS = 3_000;

    private final List<String> complaints = new ArrayList<>();
    private final Patience patience = new Patience();

    private static List<UsageEvent> batch(int size) {
        List<UsageEvent> batch = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            batch.add(new UsageEvent("e", i, "t", null, ("{" + i + "}").getBytes(UTF_8)));
        }
        return batch;
    }

    private Delivery delivery(UsageExporter exporter) {
        return new Delivery(
                "hub", exporter, complaints::add, patience, new Backoff(100), new RateLimit(0, System::nanoTime));
    }

    private static List<Long> sequences(List<UsageEvent> events) {
        return events.stream().map(UsageEvent::sequence).toList();
    }

    @Test
    void eachEventIsAcceptedOrRefusedAndTheAcceptedComeInOrder() {
        int refusedInAll = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            FickleTarget target = new FickleTarget(random, random.nextInt(3) * 0.3, 0);
            List<UsageEvent> batch = batch(1 + random.nextInt(60));
            double poison = Math.pow(random.nextDouble(), 3);
            batch.forEach(event -> {
                if (random.nextDouble() < poison) {
                    target.poison.add(event.id());
                }
            });
            List<Refused> refused = delivery(target).deliver(batch);
            assertThat(refused).as("seed " + seed).isNotNull();
            assertThat(refused.stream().map(r -> r.event().id()))
                    .as("seed " + seed)
                    .containsExactlyElementsOf(target.poison);
            List<String> sound =
                    new ArrayList<>(batch.stream().map(UsageEvent::id).toList());
            sound.removeAll(target.poison);
            assertThat(target.accepted).as("seed " + seed).containsExactlyElementsOf(sound);
            refusedInAll += refused.size();
        }
        assertThat(refusedInAll).isGreaterThan(ROUNDS);
    }

    @Test
    void aBatchOfWhichAllIsRefusedAndNothingNamedIsDoneAfterFewerThanTwiceItsEvents() {
        int[] calls = {0};
        List<Refused> refused = delivery(new Answering(batch -> {
                    calls[0]++;
                    throw new RefusedException("no");
                }))
                .deliver(batch(1_000));
        assertThat(refused).hasSize(1_000);
        assertThat(calls[0]).isEqualTo(1_999);
        assertThat(complaints).isEmpty();
    }

    @Test
    void oneOfTwoThousandIsFoundByHalving() {
        List<List<Long>> sent = new ArrayList<>();
        List<Refused> refused = delivery(new Answering(batch -> {
                    sent.add(sequences(batch));
                    if (sequences(batch).contains(777L)) {
                        throw new RefusedException("row is bad");
                    }
                }))
                .deliver(batch(2_000));
        assertThat(refused).singleElement().satisfies(r -> {
            assertThat(r.event().sequence()).isEqualTo(777);
            assertThat(r.answer()).isEqualTo("row is bad");
        });
        assertThat(sent.size()).isLessThan(2 * 11 + 2);
    }

    @Test
    void whatIsRefusedTogetherOnlyIsNotRefused() {
        List<Long> accepted = new ArrayList<>();
        List<Refused> refused = delivery(new Answering(batch -> {
                    if (batch.size() > 3) {
                        throw new RefusedException("too much at once");
                    }
                    accepted.addAll(sequences(batch));
                }))
                .deliver(batch(50));
        assertThat(refused).isEmpty();
        assertThat(accepted).isEqualTo(sequences(batch(50)));
    }

    @Test
    void aFailureInTheMiddleOfTheHalvingRepeatsThatPartOnly() {
        List<List<Long>> sent = new ArrayList<>();
        List<Refused> refused = delivery(new Answering(batch -> {
                    sent.add(sequences(batch));
                    if (sent.size() == 1) {
                        throw new RefusedException("one of them");
                    }
                    if (sent.size() == 3 || sent.size() == 4) {
                        throw new ExportException("away", new IOException());
                    }
                }))
                .deliver(batch(4));
        assertThat(refused).isEmpty();
        assertThat(sent)
                .containsExactly(
                        List.of(1L, 2L, 3L, 4L), List.of(1L, 2L), List.of(3L, 4L), List.of(3L, 4L), List.of(3L, 4L));
        assertThat(complaints).singleElement().asString().contains("hub failed: away");
    }

    @Test
    void theRestOfABatchIsSentAgainWithoutTheNamed() {
        List<List<Long>> sent = new ArrayList<>();
        List<Refused> refused = delivery(new Answering(batch -> {
                    sent.add(sequences(batch));
                    if (sent.size() == 1) {
                        throw new RefusedException(List.of(
                                new RefusedException.Refusal(3, "d"),
                                new RefusedException.Refusal(0, "a"),
                                new RefusedException.Refusal(3, "again"),
                                new RefusedException.Refusal(4, "beyond")));
                    }
                }))
                .deliver(batch(4));
        assertThat(sent).containsExactly(List.of(1L, 2L, 3L, 4L), List.of(2L, 3L));
        assertThat(refused).extracting(Refused::answer).containsExactly("a", "d");
    }

    @Test
    void whenTheTimeIsOverNothingCountsAsDone() {
        List<Refused> refused = delivery(new Answering(batch -> {
                    if (batch.size() > 2) {
                        throw new RefusedException("one of them");
                    }
                    patience.end(0);
                    throw new ExportException("away", new IOException());
                }))
                .deliver(batch(4));
        assertThat(refused).isNull();
    }

    @Test
    void whatAnExporterMustNotThrowIsAFailureLikeAnyOther() {
        Error missing = new NoClassDefFoundError("com/example/Client\nis gone");
        List<List<Long>> sent = new ArrayList<>();
        List<Refused> refused = delivery(new Answering(batch -> {
                    sent.add(sequences(batch));
                    if (sent.size() == 1) {
                        throw new IllegalStateException("broken");
                    }
                    if (sent.size() == 2) {
                        throw (LinkageError) missing;
                    }
                }))
                .deliver(batch(4));
        assertThat(refused).isEmpty();
        assertThat(sent).hasSize(3).containsOnly(List.of(1L, 2L, 3L, 4L));
        assertThat(complaints)
                .containsExactly("exporter hub failed: java.lang.IllegalStateException: broken; usage stays in the"
                        + " journal and is sent again");
    }

    @Test
    void aTargetThatAsksForTimeIsNotCalledBefore() {
        List<Long> calls = new ArrayList<>();
        List<Refused> refused = delivery(new Answering(batch -> {
                    calls.add(System.nanoTime());
                    if (calls.size() == 1) {
                        throw new ExportException("busy", null, 70);
                    }
                }))
                .deliver(batch(4));
        assertThat(refused).isEmpty();
        assertThat(calls.get(1) - calls.get(0)).isGreaterThanOrEqualTo(70_000_000L);
    }

    @Test
    void theTimeThatATargetAsksForIsNotWaitedForLongerThanThereIsPatience() {
        patience.end(1_000_000);
        List<Refused> refused = delivery(new Answering(batch -> {
                    throw new ExportException("busy", null, 290_000);
                }))
                .deliver(batch(4));
        assertThat(refused).isNull();
    }

    @Test
    void whatGoesInSeveralRequestsIsRepeatedAndHalvedByRequest() {
        List<List<Long>> sent = new ArrayList<>();
        List<Refused> refused = delivery(new Answering(
                        batch -> {
                            sent.add(sequences(batch));
                            if (sent.size() == 2) {
                                throw new ExportException("away", new IOException());
                            }
                            if (sequences(batch).contains(6L)) {
                                throw new RefusedException("row is bad");
                            }
                        },
                        3))
                .deliver(batch(8));
        assertThat(refused).extracting(r -> r.event().sequence()).containsExactly(6L);
        assertThat(sent)
                .containsExactly(
                        List.of(1L, 2L, 3L),
                        List.of(4L, 5L, 6L),
                        List.of(4L, 5L, 6L),
                        List.of(4L),
                        List.of(5L, 6L),
                        List.of(5L),
                        List.of(6L),
                        List.of(7L, 8L));
    }

    @Test
    void eachRequestThatSucceedsForgetsTheFailuresBefore() {
        int[] calls = {0};
        // Doubled a thousand times, the wait would not end within this test's time.
        List<Refused> refused = delivery(new Answering(
                        batch -> {
                            if (calls[0]++ % 2 == 0) {
                                throw new ExportException("away", new IOException());
                            }
                        },
                        1))
                .deliver(batch(1_000));
        assertThat(refused).isEmpty();
        assertThat(calls[0]).isEqualTo(2_000);
    }

    @Test
    void answersAreBoundedAndOnOneLine() {
        String hostile = "\u001b[2Jpay\r\nload\u0085" + "x".repeat(2_000);
        RefusedException.Refusal refusal = new RefusedException.Refusal(0, hostile);
        assertThat(refusal.answer()).hasSize(1_000).startsWith(" [2Jpay  load x");
        assertThat(new RefusedException(hostile).answer()).isEqualTo(refusal.answer());
        String pair = "y".repeat(999) + "\ud83d\ude00";
        assertThat(RefusedException.bounded(pair)).isEqualTo("y".repeat(999));
        assertThat(Set.of(RefusedException.bounded(""), RefusedException.bounded("ok")))
                .containsExactlyInAnyOrder("", "ok");
    }

    private interface Answer {
        void to(List<UsageEvent> batch) throws ExportException;
    }

    private record Answering(Answer answer, int most) implements UsageExporter {
        Answering(Answer answer) {
            this(answer, Integer.MAX_VALUE);
        }

        @Override
        public int fitting(List<UsageEvent> batch) {
            return Math.min(most, batch.size());
        }

        @Override
        public void export(List<UsageEvent> batch) throws ExportException {
            answer.to(batch);
        }

        @Override
        public void close() {}
    }
}
