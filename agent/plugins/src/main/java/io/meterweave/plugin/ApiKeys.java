package io.meterweave.plugin;

/** Knows whose an API key is. Called on the threads that handle requests, by several at once. */
public interface ApiKeys {
    /**
     * Whose it is; {@link SubjectSource#REFUSED} where nobody's. The key is not kept, and not part of the answer.
     *
     * @param key its bytes, as the client has sent them
     */
    String subject(byte[] key);
}
