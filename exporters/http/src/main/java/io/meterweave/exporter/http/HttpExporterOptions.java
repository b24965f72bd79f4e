package io.meterweave.exporter.http;

import io.meterweave.spi.ExporterOption;
import java.util.List;

/** What the documentation says of the settings that {@link HttpExporterConfig} reads. */
final class HttpExporterOptions {
    static final List<ExporterOption> ALL = List.of(
            new ExporterOption(
                    "dialect",
                    "cloudevents",
                    DialectName.words(),
                    "what is sent: every event as it is, or [what a billing system takes](billing-systems.md)"),
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
                    "batch.events",
                    "500",
                    "a number from 1 to 2000; `lago` to 100, `m3ter` to 1000, `stripe` 1",
                    "how many events one request holds at the most"),
            new ExporterOption(
                    "batch.bytes",
                    "1MiB",
                    "a size from 1KiB to 16MiB; `m3ter` to 511999B",
                    "how much one request holds at the most, uncompressed; a larger event is sent alone"),
            new ExporterOption(
                    "gzip",
                    "true",
                    "`true` or `false`",
                    "whether requests are compressed; `false` but for cloudevents"),
            new ExporterOption("timeout", "30s", "a time from 100ms to 10m", "for a whole request"),
            new ExporterOption("connect.timeout", "10s", "a time from 100ms to 10m", "for its connection"),
            new ExporterOption(
                    "meters",
                    Meter.USUAL,
                    "`<quantity>:<meter>` or `<quantity>:<meter>/<field>`, separated by commas, each quantity once",
                    "but for cloudevents: which quantities are told as which meter, and in which field the number is"
                            + " (`value`)"),
            new ExporterOption(
                    "dimensions",
                    "model,provider,operation,tokens_source",
                    "names separated by commas, or empty: `model`, the record's other texts, its attributes",
                    "openmeter, lago, m3ter (default: none): what else is told of each quantity"),
            new ExporterOption(
                    "unattributed",
                    "refuse",
                    "`refuse`, `skip` or `customer:<id>`",
                    "but for cloudevents: what becomes of a record that names nobody who is billed"),
            new ExporterOption(
                    "window",
                    "",
                    "`none`, or an age in h or d",
                    "but for cloudevents: an older record becomes a dead letter, for the target might bill it twice;"
                            + " openmeter and stripe 24h, m3ter 35d, lago none"),
            new ExporterOption("token.url", OAuthClient.M3TER, "a URL as above", "m3ter: where a token is asked for"),
            new ExporterOption("client.id", "", "printable ASCII characters", "m3ter: the access key's id; required"),
            new ExporterOption(
                    "client.secret",
                    "",
                    "one line of printable ASCII characters",
                    "m3ter: the access key's secret. Prefer `client.secret.file`"),
            new ExporterOption("client.secret.file", "", "a path", "m3ter: the same from a file, read for each token"));

    private HttpExporterOptions() {}
}
