package org.batchrunner;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;

/** The table of packages in docs/design.md, as rules. */
@AnalyzeClasses(packages = "org.batchrunner", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest static final ArchRule packagesUseOnlyWhatTheirRowNames = packages();

  @ArchTest
  static final ArchRule noCycles =
      slices().matching("org.batchrunner.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule camelOnlyInFlowAndRoot =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.batchrunner", "org.batchrunner.flow..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.camel..");

  @ArchTest
  static final ArchRule sqlOnlyInLedger =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.batchrunner.ledger..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..");

  @ArchTest
  static final ArchRule noClockButAnInjectedOne =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(ZonedDateTime.class, "now");

  @ArchTest
  static final ArchRule onlyTheRootMakesTheClock =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.batchrunner")
          .should()
          .callMethod(Clock.class, "systemUTC");

  static ArchRule packages() {
    return layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("files")
        .definedBy("org.batchrunner.files..")
        .layer("money")
        .definedBy("org.batchrunner.money..")
        .layer("task")
        .definedBy("org.batchrunner.task..")
        .layer("intake")
        .definedBy("org.batchrunner.intake..")
        .layer("provider")
        .definedBy("org.batchrunner.provider..")
        .layer("corpus")
        .definedBy("org.batchrunner.corpus..")
        .layer("ledger")
        .definedBy("org.batchrunner.ledger..")
        .layer("workflow")
        .definedBy("org.batchrunner.workflow..")
        .layer("batch")
        .definedBy("org.batchrunner.batch..")
        .layer("outbox")
        .definedBy("org.batchrunner.outbox..")
        .layer("flow")
        .definedBy("org.batchrunner.flow..")
        .layer("upkeep")
        .definedBy("org.batchrunner.upkeep..")
        .optionalLayer("web")
        .definedBy("org.batchrunner.web..")
        .layer("cli")
        .definedBy("org.batchrunner.cli..")
        .layer("root")
        .definedBy("org.batchrunner")
        .whereLayer("files")
        .mayNotAccessAnyLayer()
        .whereLayer("money")
        .mayOnlyAccessLayers("files")
        .whereLayer("task")
        .mayOnlyAccessLayers("files", "money")
        .whereLayer("intake")
        .mayOnlyAccessLayers("files", "money", "task")
        .whereLayer("provider")
        .mayOnlyAccessLayers("files", "money", "task")
        .whereLayer("corpus")
        .mayOnlyAccessLayers("files", "money", "task")
        .whereLayer("ledger")
        .mayOnlyAccessLayers("files", "money", "task")
        .whereLayer("workflow")
        .mayOnlyAccessLayers("files", "money", "task", "provider", "corpus")
        .whereLayer("outbox")
        .mayOnlyAccessLayers("files", "money", "task", "ledger")
        .whereLayer("batch")
        .mayOnlyAccessLayers(
            "files",
            "money",
            "task",
            "intake",
            "provider",
            "corpus",
            "ledger",
            "workflow",
            "outbox")
        .whereLayer("upkeep")
        .mayOnlyAccessLayers(
            "files",
            "money",
            "task",
            "intake",
            "provider",
            "corpus",
            "ledger",
            "workflow",
            "batch",
            "outbox")
        .whereLayer("flow")
        .mayOnlyAccessLayers(
            "files",
            "money",
            "task",
            "intake",
            "provider",
            "corpus",
            "ledger",
            "workflow",
            "batch",
            "outbox")
        .whereLayer("web")
        .mayOnlyAccessLayers(
            "files",
            "money",
            "task",
            "intake",
            "provider",
            "corpus",
            "ledger",
            "workflow",
            "batch",
            "outbox",
            "upkeep")
        .whereLayer("cli")
        .mayOnlyAccessLayers(
            "files",
            "money",
            "task",
            "intake",
            "provider",
            "corpus",
            "ledger",
            "workflow",
            "batch",
            "outbox",
            "upkeep");
  }
}
