package io.meterweave.exporter.pubsub;

import io.meterweave.spi.ExporterOption;
import java.util.List;

/** What the documentation says of the settings that {@link PubSubExporterConfig} reads. */
final class PubSubExporterOptions {
    static final List<ExporterOption> ALL = List.of(
            new ExporterOption(
                    "topic",
                    "",
                    "`projects/<project>/topics/<topic>`",
                    "required: where events are published. It has to be there already"),
            new ExporterOption(
                    "credentials.file",
                    "",
                    "a path",
                    "a service account's key, in JSON; it signs the requests itself. Without it the application default"
                            + " credentials are used"),
            new ExporterOption(
                    "endpoint",
                    "https://pubsub.googleapis.com",
                    "a URL of `https`, or of `http` to this machine's own address in digits",
                    "the service; with `ordering=subject` a region's, `https://<region>-pubsub.googleapis.com`"),
            new ExporterOption(
                    "emulator",
                    "",
                    "`host:port`",
                    "an emulator instead of the service, over plain HTTP and without credentials; the environment's"
                            + " `PUBSUB_EMULATOR_HOST` is not looked at"),
            new ExporterOption(
                    "mode",
                    "binary",
                    "`binary` or `structured`",
                    "`binary`: CloudEvents attributes are the message's, its data are the event's; `structured`: its data"
                            + " are the whole event"),
            new ExporterOption(
                    "ordering",
                    "none",
                    "`none` or `subject`",
                    "`subject`: who is billed is the ordering key, and each request is about one of them"),
            new ExporterOption(
                    "batch.events", "1000", "a number from 1 to 1000", "how many events one request holds at the most"),
            new ExporterOption("gzip", "true", "`true` or `false`", "whether requests are compressed"),
            new ExporterOption(
                    "timeout", "30s", "a time from 100ms to 10m", "for a whole request; for one for a token as well"),
            new ExporterOption("connect.timeout", "10s", "a time from 100ms to 10m", "for its connection"));

    private PubSubExporterOptions() {}
}
