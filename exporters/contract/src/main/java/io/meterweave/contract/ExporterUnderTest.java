package io.meterweave.contract;

import io.meterweave.spi.ExporterFactory;

/** What the author of an exporter provides to {@link ExporterContract}. */
public interface ExporterUnderTest {
    /** The exporter's factory. */
    ExporterFactory factory();

    /** Starts a target that is in order and empty. Each test has its own, and closes it. */
    ContractTarget target() throws Exception;
}
