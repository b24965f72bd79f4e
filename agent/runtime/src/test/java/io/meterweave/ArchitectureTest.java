package io.meterweave;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

/** Holds the floors of docs/architecture.md: a package uses lower floors only, and there are no cycles. */
class ArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.meterweave");

    @Test
    void packagesUseLowerFloorsOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.meterweave..")
                .layer("api")
                .definedBy("io.meterweave.api")
                .layer("record")
                .definedBy("io.meterweave.record", "io.meterweave.spi")
                .layer("store")
                .definedBy("io.meterweave.ring", "io.meterweave.journal", "io.meterweave.ship", "io.meterweave.stat")
                .layer("exporters")
                .definedBy("io.meterweave.exporter..")
                .layer("contract")
                .definedBy("io.meterweave.contract")
                .layer("plugins")
                .definedBy("io.meterweave.plugin..")
                .layer("runtime")
                .definedBy("io.meterweave.agent..", "io.meterweave.cli..")
                .whereLayer("api")
                .mayOnlyBeAccessedByLayers("plugins")
                .whereLayer("record")
                .mayOnlyBeAccessedByLayers("store", "exporters", "contract", "plugins", "runtime")
                .whereLayer("store")
                .mayOnlyBeAccessedByLayers("contract", "plugins", "runtime")
                .whereLayer("exporters")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("contract")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("plugins")
                .mayOnlyBeAccessedByLayers("runtime")
                .whereLayer("runtime")
                .mayNotBeAccessedByAnyLayer()
                .check(OURS);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.meterweave.(**)").should().beFreeOfCycles().check(OURS);
    }

    @Test
    void exportersSeeTheSpiAndTheRecordOnly() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage("io.meterweave.exporter..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.meterweave.ring..", "io.meterweave.journal..", "io.meterweave.ship..")
                .check(OURS);
    }

    @Test
    void pluginDeclarationsNameTheirLibraryButDoNotLoadIt() {
        ArchRuleDefinition.noClasses()
                .that()
                .implement("io.meterweave.plugin.Plugin")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("io.meterweave.plugin", "java..")
                .check(OURS);
    }

    @Test
    void nothingSetsASystemProperty() {
        ArchRuleDefinition.noClasses()
                .should()
                .callMethod(System.class, "setProperty", String.class, String.class)
                .check(OURS);
    }
}
