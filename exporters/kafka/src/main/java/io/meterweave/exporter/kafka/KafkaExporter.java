package io.meterweave.exporter.kafka;

import io.meterweave.spi.ExportException;
import io.meterweave.spi.RefusedException;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to a topic. A batch is acknowledged when all brokers that are in sync have each record of it.
 *
 * <p>Messages about failures hold no cause: its text could be a broker's or a parser's, and with it a credential.
 */
final class KafkaExporter implements UsageExporter {
    private final KafkaExporterConfig config;
    private final RecordMapping mapping;
    private final Verdict verdict;
    private volatile @Nullable Producer<byte[], byte[]> producer;
    private volatile boolean closed;
    private Secrets secrets;

    KafkaExporter(KafkaExporterConfig config) {
        this.config = config;
        this.mapping = new RecordMapping(config.topic(), config.structured(), config.eventTime());
        this.verdict = new Verdict(config);
        this.secrets = config.producer().secretsIn(Map.of());
    }

    @Override
    public void export(List<UsageEvent> batch) throws ExportException {
        Sending sending = new Sending(producer(), mapping, batch, secrets);
        sending.run(config.producer().longestMillis());
        Exception failure = sending.failure();
        if (failure != null) {
            producer = null;
        }
        if (!sending.refusals().isEmpty()) {
            throw new RefusedException(sending.refusals());
        }
        if (failure != null) {
            throw failed(failure);
        }
    }

    /** Made by the thread that sends, when there is something to send: it loads some hundreds of classes. */
    private Producer<byte[], byte[]> producer() throws ExportException {
        Producer<byte[], byte[]> made = producer;
        if (made == null) {
            try {
                Map<String, String> fromFiles = config.producer().readFiles();
                secrets = config.producer().secretsIn(fromFiles);
                made = new KafkaProducer<>(config.producer().with(fromFiles));
                Traces.remove();
            } catch (IOException e) {
                String option = config.prefix() + KafkaExporterConfig.PRODUCER + e.getMessage();
                throw new ExportException(secrets.shown("cannot send to " + config.servers() + ": " + option), null, 0);
            } catch (RuntimeException e) {
                throw failed(e);
            }
            producer = made;
            if (closed) {
                close(); // Which may have come before there was anything to close.
            }
        }
        return made;
    }

    private ExportException failed(Exception why) {
        return new ExportException(secrets.shown(verdict.of(why)), null, 0);
    }

    /** Also while a batch is under way: what is not acknowledged by then fails, and its export ends. */
    @Override
    public void close() {
        closed = true;
        Producer<byte[], byte[]> made = producer;
        if (made != null) {
            Sending.close(made);
            producer = null;
        }
    }
}
