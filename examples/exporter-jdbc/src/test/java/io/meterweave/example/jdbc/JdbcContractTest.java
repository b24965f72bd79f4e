package io.meterweave.example.jdbc;

import io.meterweave.contract.ContractTarget;
import io.meterweave.contract.ExporterContract;
import io.meterweave.spi.ExporterFactory;
import org.junit.jupiter.api.Timeout;

/** What every exporter holds to, on a database that is reached over TCP. */
@Timeout(60)
class JdbcContractTest implements ExporterContract {
    @Override
    public ExporterFactory factory() {
        return new JdbcExporterFactory();
    }

    @Override
    public ContractTarget target() throws Exception {
        return new H2Target();
    }
}
