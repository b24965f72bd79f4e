package io.meterweave.agent;

import java.util.List;

/** The configuration is wrong, in one or more places. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> errors;

    ConfigException(List<String> errors) {
        super(String.join("; ", errors));
        this.errors = List.copyOf(errors);
    }

    /** One line each: key, value and what is allowed. */
    public List<String> errors() {
        return errors;
    }
}
