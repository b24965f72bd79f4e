package io.meterweave.plugin.nettyhttp;

import io.meterweave.plugin.Request;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a message says; Netty knows of nobody who authenticates. */
final class MessageHead implements Request {
    private final HttpRequest message;

    MessageHead(HttpRequest message) {
        this.message = message;
    }

    /** Nothing, where only a part of the head could be read: another part might say something else. */
    @Override
    public @Nullable List<String> header(String name) {
        return message.decoderResult().isSuccess() ? message.headers().getAll(name) : null;
    }

    @Override
    public @Nullable String principal() {
        return null;
    }

    @Override
    public boolean authenticates() {
        return false;
    }
}
