package io.meterweave.api;

/** A stretch of one thread's work with a subject and attributes; see {@link MeterContext#open(String)}. */
public interface Scope extends AutoCloseable {
    /** The scope in a JVM without the agent: does nothing. */
    Scope INERT = new Scope() {
        @Override
        public Scope attribute(String key, String value) {
            return this;
        }

        @Override
        public void close() {}
    };

    /**
     * Adds an attribute to each usage record that is metered in this scope from now on; a key set before is replaced.
     *
     * <p>Never throws. An attribute that does not fit is refused and counted as {@code refused_attribute}: at most 8 per
     * scope, a key of 1 to 64 bytes and a value of 0 to 256 bytes in UTF-8. Attributes are billing data (a request id, a
     * plan, a region): never put a prompt, a completion or a secret there.
     *
     * @param key the attribute's name, by convention in snake_case
     * @param value its value
     * @return this scope
     */
    Scope attribute(String key, String value);

    /** Ends the scope. Closing it twice, or on another thread, does nothing. */
    @Override
    void close();
}
