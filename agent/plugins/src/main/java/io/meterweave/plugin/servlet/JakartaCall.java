package io.meterweave.plugin.servlet;

import io.meterweave.plugin.Request;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/** A call of the {@code jakarta} API. */
final class JakartaCall extends ServletCall {
    private final HttpServletRequest request;

    private JakartaCall(HttpServletRequest request, boolean reached) {
        super(reached);
        this.request = request;
    }

    /** What a chain is called with, or where it has been reached, a servlet. */
    static Request of(@Nullable ServletRequest request, boolean reached) {
        return request instanceof HttpServletRequest http ? new JakartaCall(http, reached) : SILENT;
    }

    @Override
    public Arrival arrival() {
        DispatcherType type = request.getDispatcherType();
        if (type == DispatcherType.FORWARD || type == DispatcherType.INCLUDE) {
            return Arrival.WITHIN;
        }
        return type == DispatcherType.ASYNC || type == DispatcherType.ERROR ? Arrival.AGAIN : Arrival.FIRST;
    }

    @Override
    @Nullable Enumeration<String> headers(String name) {
        ServletRequest sent = request;
        while (sent instanceof ServletRequestWrapper wrapper) {
            sent = wrapper.getRequest();
        }
        return sent instanceof HttpServletRequest http ? http.getHeaders(name) : null;
    }

    @Override
    @Nullable Principal user() {
        return request.getUserPrincipal();
    }
}
