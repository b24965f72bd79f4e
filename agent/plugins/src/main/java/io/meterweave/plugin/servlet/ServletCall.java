package io.meterweave.plugin.servlet;

import io.meterweave.plugin.Request;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a chain or a servlet is called with, for both servlet APIs. Headers are asked of the container, whatever the
 * application's filters have wrapped around its request; the principal of what they have made of it, because filters
 * authenticate. Nothing is called that reads parameters or a body, makes a session, or asks for a password.
 */
abstract class ServletCall implements Request {
    /** What a request that is none of HTTP says: nothing. */
    static final Request SILENT = new Silent();

    private final boolean reached;

    /**
     * A call.
     *
     * @param reached whether it is the servlet's, which filters come before
     */
    ServletCall(boolean reached) {
        this.reached = reached;
    }

    /** As the API has it: null where the container does not tell. */
    abstract @Nullable Enumeration<String> headers(String name);

    abstract @Nullable Principal user();

    @Override
    public final @Nullable List<String> header(String name) {
        Enumeration<String> values = headers(name);
        if (values == null || !values.hasMoreElements()) {
            return null;
        }
        List<String> all = new ArrayList<>();
        while (values.hasMoreElements()) {
            all.add(values.nextElement());
        }
        return all;
    }

    @Override
    public final @Nullable String principal() {
        Principal user = user();
        return user == null ? null : user.getName();
    }

    /** One of the filters that are still to come may. */
    @Override
    public final boolean authenticates() {
        return !reached;
    }

    private static final class Silent implements Request {
        @Override
        public @Nullable List<String> header(String name) {
            return null;
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
}
