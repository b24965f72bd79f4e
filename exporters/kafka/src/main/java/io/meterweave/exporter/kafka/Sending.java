package io.meterweave.exporter.kafka;

import io.meterweave.spi.RefusedException.Refusal;
import io.meterweave.spi.UsageEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One batch on its way through one producer.
 *
 * <p>All records are handed over at once and acknowledged each by itself. The first failure that is no refusal closes the
 * producer then and there, on the producer's own thread: with a producer that lived on, a later record of a subject could
 * be stored although an earlier one had failed, and the earlier one after it, when the batch comes again. A producer that
 * is closed sends nothing more, and no request follows another to the same broker before that is answered. So what a
 * partition holds of a batch is always a beginning of it, and the next producer starts from the front.
 *
 * <p>A refusal closes nothing: the records around it are taken, and come again without it, with the same ids. Only where
 * a broker refuses a record together with those that lie in one request with it, these have failed.
 */
final class Sending {
    private final Producer<byte[], byte[]> producer;
    private final RecordMapping mapping;
    private final List<UsageEvent> batch;
    private final Secrets secrets;
    private final CountDownLatch left;
    private final List<Refusal> refusals = new ArrayList<>();
    private @Nullable Exception failure;

    Sending(Producer<byte[], byte[]> producer, RecordMapping mapping, List<UsageEvent> batch, Secrets secrets) {
        this.producer = producer;
        this.mapping = mapping;
        this.batch = batch;
        this.secrets = secrets;
        this.left = new CountDownLatch(batch.size());
    }

    /** Sends the batch and waits until each of its records was answered, for at most so long. */
    void run(long millis) {
        int sent = 0;
        while (sent < batch.size() && failure() == null) {
            send(sent++);
        }
        for (int i = sent; i < batch.size(); i++) {
            left.countDown();
        }
        try {
            if (!left.await(millis, TimeUnit.MILLISECONDS)) {
                failed(new TimeoutException("the producer does not answer"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(e);
        }
    }

    private void send(int index) {
        try {
            producer.send(mapping.of(batch.get(index)), (metadata, e) -> answered(index, e));
        } catch (IllegalArgumentException e) {
            answered(index, new InvalidRecordException(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            // A producer that is closed or broken throws; one that waits in vain answers.
            answered(index, e);
        }
    }

    private void answered(int index, @Nullable Exception e) {
        if (e != null && Verdict.refuses(e)) {
            refused(new Refusal(index, secrets.shown(e.getClass().getSimpleName() + ": " + e.getMessage())));
        } else if (e != null) {
            failed(e);
        }
        left.countDown();
    }

    private synchronized void refused(Refusal refusal) {
        refusals.add(refusal);
    }

    private void failed(Exception e) {
        synchronized (this) {
            if (failure != null) {
                return;
            }
            failure = e;
        }
        close(producer);
    }

    /** Ends a producer with whatever is under way in it. */
    static void close(Producer<?, ?> producer) {
        try {
            producer.close(Duration.ZERO);
        } catch (KafkaException e) {
            // It is closed; an interrupt has cut short the wait for its thread, which is as good as done.
        }
    }

    /** What has failed and was no refusal; null where nothing has. The producer is closed then. */
    synchronized @Nullable Exception failure() {
        return failure;
    }

    /** What will never be taken, in the batch's order. */
    synchronized List<Refusal> refusals() {
        List<Refusal> sorted = new ArrayList<>(refusals);
        sorted.sort(Comparator.comparingInt(Refusal::index));
        return sorted;
    }
}
