package io.meterweave.exporter.kafka;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** What a failure of Kafka's means: whether one record is to blame for good, or else which setting is to be looked at. */
final class Verdict {
    private static final int DEEPEST = 8;

    private final KafkaExporterConfig config;

    Verdict(KafkaExporterConfig config) {
        this.config = config;
    }

    /** Whether this record can never be taken as it is. Whatever can be mended elsewhere is no refusal. */
    static boolean refuses(Throwable failure) {
        return failure instanceof RecordTooLargeException
                || (failure instanceof InvalidRecordException && !isOutOfTime(failure));
    }

    /**
     * Whether a record's timestamp is to blame, and so a setting. Where it is that of several in one request, the client
     * says of each only that it is invalid, and the broker's text what is wrong with it.
     */
    private static boolean isOutOfTime(Throwable failure) {
        return find(failure, InvalidTimestampException.class) != null
                || (failure instanceof InvalidRecordException
                        && String.valueOf(failure.getMessage()).startsWith("Timestamp "));
    }

    /** In words: what failed, and the setting that may have to be changed. */
    String of(Throwable failure) {
        String topic = key("topic") + "=" + config.topic();
        String servers = key("producer.bootstrap.servers") + "=" + config.servers();
        String protocol = key("producer.security.protocol");
        if (find(failure, SslAuthenticationException.class) != null) {
            return "TLS with " + servers + " failed: look at " + key("producer.ssl.*") + " and " + protocol + ": "
                    + text(failure);
        }
        if (find(failure, AuthenticationException.class) != null) {
            return servers + " refuses the credentials: look at " + key("producer.sasl.*") + " and " + protocol + ": "
                    + text(failure);
        }
        if (find(failure, AuthorizationException.class) != null) {
            return "not authorised to write to the topic: grant WRITE and DESCRIBE, or change " + topic + ": "
                    + text(failure);
        }
        if (find(failure, UnknownTopicOrPartitionException.class) != null) {
            return "there is no such topic at " + config.servers() + ": create it, or change " + topic + ": "
                    + text(failure);
        }
        if (isOutOfTime(failure)) {
            return "a timestamp is outside the times that the topic takes: look at this host's clock, or set "
                    + key("timestamp") + "=sent: " + text(failure);
        }
        if (find(failure, RecordBatchTooLargeException.class) != null) {
            return "the topic's segments are smaller than a batch: lower " + key("producer.batch.size") + ": "
                    + text(failure);
        }
        if (find(failure, TimeoutException.class) != null) {
            // Kafka's client does not say so where a broker speaks another protocol.
            return "no acknowledgement from " + servers + " for " + topic + ": " + text(failure) + " Look also at "
                    + protocol;
        }
        return "cannot send to " + servers + " for " + topic + ": " + text(failure);
    }

    private String key(String option) {
        return config.prefix() + option;
    }

    /** The innermost message: the outer ones say only that something inside of them failed. */
    private static String text(Throwable failure) {
        Throwable inner = failure;
        for (int i = 0; i < DEEPEST && inner.getCause() != null; i++) {
            inner = inner.getCause();
        }
        String message = inner.getMessage() == null ? failure.getMessage() : inner.getMessage();
        return inner.getClass().getSimpleName() + ": " + message;
    }

    private static @Nullable Throwable find(Throwable failure, Class<? extends Throwable> type) {
        Throwable each = failure;
        for (int i = 0; i < DEEPEST && each != null; i++) {
            if (type.isInstance(each)) {
                return each;
            }
            each = each.getCause();
        }
        return null;
    }
}
