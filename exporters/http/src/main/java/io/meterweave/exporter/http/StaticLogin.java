package io.meterweave.exporter.http;

import io.meterweave.spi.ExportException;
import java.io.IOException;

/** Credentials that are configured; those in files are read for each request. */
record StaticLogin(HttpExporterConfig config, HttpTarget target) implements Login {
    @Override
    public Credentials credentials() throws ExportException {
        try {
            return Credentials.read(config);
        } catch (IOException e) {
            throw target.failure(e);
        }
    }
}
