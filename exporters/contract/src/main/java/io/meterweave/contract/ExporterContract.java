package io.meterweave.contract;

/**
 * What every exporter holds to, whatever its target is. A test class that implements this and says what is under test runs all of
 * it:
 *
 * <pre>
 *   class DatabaseContractTest implements ExporterContract {
 *       &#64;Override
 *       public ExporterFactory factory() {
 *           return new DatabaseExporterFactory();
 *       }
 *
 *       &#64;Override
 *       public ContractTarget target() throws Exception {
 *           return new DatabaseTarget();
 *       }
 *   }
 * </pre>
 */
public interface ExporterContract
        extends DeliveryClauses, CursorClauses, FaultClauses, ClosingClauses, SettingsClauses {}
