package io.meterweave.exporter.http;

import io.meterweave.spi.ExporterOption;
import java.util.List;

/** What the documentation says of the settings that {@link HttpExporterConfig} reads. */
final class HttpExporterOptions {
    static final List<ExporterOption> ALL = List.of(
            new ExporterOption(
                    "url",
                    "",
                    "a URL of `http` or `https`, without a user or a fragment",
                    "required: where events are posted to. Redirects are not followed"),
            new ExporterOption(
                    "token",
                    "",
                    "one line of printable ASCII characters",
                    "sent as `Authorization: Bearer`. Arguments are visible to everyone on the machine: prefer `token.file`"),
            new ExporterOption(
                    "token.file",
                    "",
                    "a path",
                    "the same from a file that is read for each request, so that it can be replaced"),
            new ExporterOption(
                    "header.<Name>",
                    "",
                    "one line of printable ASCII characters",
                    "a further header, such as an API key; never shown"),
            new ExporterOption("header.<Name>.file", "", "a path", "the same from a file"),
            new ExporterOption(
                    "batch.events", "500", "a number from 1 to 2000", "how many events one request holds at the most"),
            new ExporterOption(
                    "batch.bytes",
                    "1MiB",
                    "a size from 1KiB to 16MiB",
                    "how much one request holds at the most, uncompressed; a larger event is sent alone"),
            new ExporterOption("gzip", "true", "`true` or `false`", "whether requests are compressed"),
            new ExporterOption("timeout", "30s", "a time from 100ms to 10m", "for a whole request"),
            new ExporterOption("connect.timeout", "10s", "a time from 100ms to 10m", "for its connection"));

    private HttpExporterOptions() {}
}
