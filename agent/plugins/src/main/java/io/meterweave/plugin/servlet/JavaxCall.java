package io.meterweave.plugin.servlet;

import io.meterweave.plugin.Request;
import java.security.Principal;
import java.util.Enumeration;
import javax.servlet.DispatcherType;
import javax.servlet.ServletRequest;
import javax.servlet.ServletRequestWrapper;
import javax.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** A call of the {@code javax} API. */
final class JavaxCall extends ServletCall {
    private final HttpServletRequest request;

    private JavaxCall(HttpServletRequest request, boolean reached) {
        super(reached);
        this.request = request;
    }

    /** What a chain is called with, or where it has been reached, a servlet. */
    static Request of(@Nullable ServletRequest request, boolean reached) {
        return request instanceof HttpServletRequest http ? new JavaxCall(http, reached) : SILENT;
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
