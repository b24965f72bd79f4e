package io.meterweave.spi;

/**
 * One setting of a type of exporter, {@code exporter.<name>.<key>}, as the documentation has it.
 *
 * @param key the setting; {@code <...>} stands for what the user chooses
 * @param otherwise the value where none is given; empty where there is none
 * @param allowed which values are, in Markdown
 * @param meaning what it is for, in Markdown
 */
public record ExporterOption(String key, String otherwise, String allowed, String meaning) {}
