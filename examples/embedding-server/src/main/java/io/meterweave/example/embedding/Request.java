package io.meterweave.example.embedding;

/**
 * One request as the client knows it.
 *
 * @param id unique in the demo; never sent twice
 * @param tenant who pays
 * @param text what is embedded
 * @param tokens the text's tokens, counted by the client
 */
record Request(String id, String tenant, String text, int tokens) {}
