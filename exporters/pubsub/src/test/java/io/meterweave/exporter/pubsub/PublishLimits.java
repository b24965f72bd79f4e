package io.meterweave.exporter.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PubsubMessage;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the service's documentation says that a publish request may hold. */
final class PublishLimits {
    static final int MOST_MESSAGES = 1_000;
    static final int MOST_BYTES = 10_000_000;

    private PublishLimits() {}

    /** What is broken; null where nothing is. */
    static String broken(PublishRequest request, String body) {
        if (request.getMessagesCount() == 0 || request.getMessagesCount() > MOST_MESSAGES) {
            return request.getMessagesCount() + " messages";
        }
        if (body.getBytes(UTF_8).length > MOST_BYTES || request.getSerializedSize() > MOST_BYTES) {
            return "request larger than 10 MB";
        }
        Set<String> keys = new HashSet<>();
        for (PubsubMessage message : request.getMessagesList()) {
            String broken = broken(message);
            if (broken != null) {
                return broken;
            }
            keys.add(message.getOrderingKey());
        }
        return keys.size() > 1 ? "All messages in a request must have the same ordering key." : null;
    }

    private static String broken(PubsubMessage message) {
        if (message.getData().isEmpty() && message.getAttributesCount() == 0) {
            return "Some messages are empty";
        }
        if (!message.getMessageId().isEmpty() || message.hasPublishTime()) {
            return "must not be populated by the publisher";
        }
        if (message.getAttributesCount() > 100 || message.getOrderingKey().getBytes(UTF_8).length > 1_024) {
            return "too many attributes, or too long an ordering key";
        }
        for (Map.Entry<String, String> attribute : message.getAttributesMap().entrySet()) {
            String key = attribute.getKey();
            if (key.isEmpty() || key.startsWith("goog") || key.getBytes(UTF_8).length > 256) {
                return "attribute key " + key;
            }
            if (attribute.getValue().getBytes(UTF_8).length > 1_024) {
                return "attribute value of " + key;
            }
        }
        return null;
    }
}
