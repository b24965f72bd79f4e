package io.meterweave.agent;

import io.meterweave.spi.ExporterFactory;
import io.meterweave.spi.ExporterOption;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** {@code docs/configuration.md}, from the settings themselves. */
final class ConfigurationDocs {
    private static final String HEAD = """
            # Configuration

            <!-- Made by ConfigurationDocsTest, from Setting and from the exporters' factories: change those. -->

            A setting is taken from the first of these that has it:

            1. the agent's arguments, `-javaagent:meterweave-agent.jar=key=value,key=value`; what has no `=` belongs to the value
               before it: `exporters=file,http`
            2. system properties `meterweave.<key>`
            3. the environment, `METERWEAVE_<KEY>`: in capitals, `_` for `.` and `-`
            4. the properties file that `config` names, with or without `meterweave.` before its keys

            The commands `ship` and `dead-letters` take the same from the same places. Sizes are whole numbers with B, KiB, MiB or GiB,
            durations whole numbers with ns, us, ms, s, m, h or d. An unknown key or a wrong value is an error: all of them are said at
            once, each with what is allowed, and the application runs unmetered.

            ## Settings

            | key | default | allowed | |
            |---|---|---|---|
            """;
    private static final String EXPORTERS = """

            ## Models

            `model.alias.<16 hex digits>` = a name, for a model that was loaded from bytes: its records say
            `sha256:<16 hex digits>` without.

            ## Exporters

            Each name in `exporters` is one exporter, with settings of its own: `exporter.<name>.<setting>`. Its
            `exporter.<name>.type` is its name unless given, so that two exporters can be of one type. `file` and `http` are in the
            agent's jar, `kafka` and `pubsub` in jars of their own beside it ([how they are found](class-loading.md)).

            ### Every exporter

            How fast it is served ([what a slow one does](delivery-guarantees.md#a-slow-exporter)). There is one batch on its way at a time.
            Where a type has a setting of the same name below, that is what one request holds: the value given is for both, and has to be
            allowed for both.

            """;

    private ConfigurationDocs() {}

    static String text() {
        StringBuilder text = new StringBuilder(HEAD);
        for (Setting setting : Setting.values()) {
            row(text, setting.key(), setting.shownDefault(), setting.allowed(), setting.meaning());
        }
        text.append(EXPORTERS);
        options(text, PaceOptions.ALL);
        for (ExporterFactory factory : factories()) {
            text.append("\n### ").append(factory.type()).append("\n\n");
            options(text, factory.options());
        }
        return text.toString();
    }

    private static void options(StringBuilder text, List<ExporterOption> options) {
        text.append("| setting | default | allowed | |\n|---|---|---|---|\n");
        for (ExporterOption option : options) {
            String otherwise = option.otherwise();
            String shown = otherwise.isEmpty() ? "" : "`" + otherwise + "`";
            row(text, option.key(), shown, option.allowed(), option.meaning());
        }
    }

    private static void row(StringBuilder text, String key, String shown, String allowed, String meaning) {
        String cells = String.join(" | ", "`" + key + "`", shown, allowed, meaning);
        text.append("| ").append(cells).append(" |\n");
    }

    /** Those that are made here, in the agent's jar or in one of their own; the tests have more. */
    static List<ExporterFactory> factories() {
        return ServiceLoader.load(ExporterFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(factory -> factory.getClass().getName().startsWith("io.meterweave.exporter."))
                .sorted(Comparator.comparing(ExporterFactory::type))
                .toList();
    }
}
