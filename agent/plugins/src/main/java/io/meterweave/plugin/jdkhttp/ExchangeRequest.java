package io.meterweave.plugin.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import io.meterweave.plugin.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an exchange says; only its head is read. */
final class ExchangeRequest implements Request {
    private final HttpExchange exchange;

    ExchangeRequest(HttpExchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public @Nullable List<String> header(String name) {
        return exchange.getRequestHeaders().get(name);
    }

    @Override
    public boolean authenticates() {
        return exchange.getHttpContext().getAuthenticator() != null;
    }

    @Override
    public @Nullable String principal() {
        HttpPrincipal principal = exchange.getPrincipal();
        return principal == null ? null : principal.getUsername();
    }
}
