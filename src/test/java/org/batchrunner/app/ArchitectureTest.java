package org.batchrunner.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.batchrunner.common.Ticker;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rooms of docs/design.md and who may use whom, as rules that the build checks. */
class ArchitectureTest {

  private static final String ROOT = "org.batchrunner.";
  private static final int MOST_LINES = 300;

  private static JavaClasses program;

  @BeforeAll
  static void read() {
    program =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.batchrunner");
  }

  /** Each room with the rooms that it may use. */
  private static final Rooms ROOMS =
      new Rooms()
          .room("common")
          .room("files", "common", "files")
          .room("money", "common", "files")
          .room("money.prices", "common", "files", "money")
          .room("task", "common", "files", "money")
          .room("task.options", "common", "files", "money", "task")
          .room("intake", "common", "files", "money", "task", "task.options")
          .room("provider", "common", "files", "money", "task", "task.options")
          .room("provider.limits", "common", "files", "money", "task", "provider")
          .room("provider.mock", "common", "files", "money", "task", "provider")
          .room("corpus", "common", "files", "money", "task")
          .room("ledger", "common", "files", "money", "task", "task.options")
          .room(
              "workflow", "common", "files", "money", "task", "task.options", "provider", "corpus")
          .room("workflow.redaction", "common", "files", "money", "task", "task.options")
          .room("outbox", "common", "files", "money", "task", "task.options", "intake", "ledger")
          .room(
              "config",
              "common",
              "files",
              "money",
              "money.prices",
              "task",
              "task.options",
              "intake",
              "provider",
              "ledger")
          .room("metrics", "common", "files", "money", "task", "provider")
          .room(
              "batch",
              "common",
              "corpus",
              "files",
              "intake",
              "ledger",
              "metrics",
              "money",
              "money.prices",
              "provider",
              "provider.limits",
              "task",
              "task.options",
              "workflow",
              "workflow.redaction")
          .room(
              "batch.corpus",
              "batch",
              "common",
              "config",
              "corpus",
              "files",
              "intake",
              "ledger",
              "metrics",
              "money",
              "money.prices",
              "outbox",
              "provider",
              "provider.limits",
              "provider.mock",
              "task",
              "task.options",
              "workflow",
              "workflow.redaction")
          .room(
              "batch.accept",
              "batch",
              "batch.corpus",
              "common",
              "config",
              "corpus",
              "files",
              "intake",
              "ledger",
              "metrics",
              "money",
              "money.prices",
              "outbox",
              "provider",
              "provider.limits",
              "provider.mock",
              "task",
              "task.options",
              "workflow",
              "workflow.redaction")
          .room(
              "batch.run",
              "batch",
              "batch.accept",
              "batch.corpus",
              "common",
              "config",
              "corpus",
              "files",
              "intake",
              "ledger",
              "metrics",
              "money",
              "money.prices",
              "outbox",
              "provider",
              "provider.limits",
              "provider.mock",
              "task",
              "task.options",
              "workflow",
              "workflow.redaction")
          .room(
              "batch.active",
              "batch",
              "batch.accept",
              "batch.run",
              "common",
              "config",
              "corpus",
              "files",
              "intake",
              "ledger",
              "metrics",
              "money",
              "money.prices",
              "outbox",
              "provider",
              "provider.limits",
              "provider.mock",
              "task",
              "task.options",
              "workflow",
              "workflow.redaction")
          .room(
              "batch.call",
              "batch",
              "batch.active",
              "batch.run",
              "common",
              "config",
              "corpus",
              "files",
              "intake",
              "ledger",
              "metrics",
              "money",
              "money.prices",
              "outbox",
              "provider",
              "provider.limits",
              "provider.mock",
              "task",
              "task.options",
              "workflow",
              "workflow.redaction")
          .room(
              "batch.admit",
              "batch",
              "batch.accept",
              "batch.active",
              "batch.call",
              "batch.corpus",
              "batch.run",
              "common",
              "config",
              "corpus",
              "files",
              "intake",
              "ledger",
              "metrics",
              "money",
              "money.prices",
              "outbox",
              "provider",
              "provider.limits",
              "provider.mock",
              "task",
              "task.options",
              "workflow",
              "workflow.redaction")
          .room(
              "batch.remote",
              "batch",
              "batch.active",
              "batch.call",
              "batch.run",
              "common",
              "config",
              "corpus",
              "files",
              "intake",
              "ledger",
              "metrics",
              "money",
              "money.prices",
              "outbox",
              "provider",
              "provider.limits",
              "provider.mock",
              "task",
              "task.options",
              "workflow",
              "workflow.redaction")
          .room(
              "batch.plan",
              "batch",
              "batch.accept",
              "batch.corpus",
              "batch.run",
              "common",
              "config",
              "corpus",
              "files",
              "intake",
              "ledger",
              "metrics",
              "money",
              "money.prices",
              "outbox",
              "provider",
              "provider.limits",
              "provider.mock",
              "task",
              "task.options",
              "workflow",
              "workflow.redaction")
          .room(
              "batch.manage",
              "batch",
              "batch.accept",
              "batch.active",
              "batch.corpus",
              "batch.run",
              "common",
              "config",
              "corpus",
              "files",
              "intake",
              "ledger",
              "metrics",
              "money",
              "money.prices",
              "outbox",
              "provider",
              "provider.limits",
              "provider.mock",
              "task",
              "task.options",
              "workflow",
              "workflow.redaction")
          .room(
              "upkeep",
              "common",
              "files",
              "money",
              "money.prices",
              "task",
              "task.options",
              "intake",
              "provider",
              "provider.limits",
              "provider.mock",
              "corpus",
              "ledger",
              "workflow",
              "workflow.redaction",
              "outbox",
              "config",
              "metrics",
              "batch",
              "batch.corpus",
              "batch.accept",
              "batch.run",
              "batch.active",
              "batch.call",
              "batch.admit",
              "batch.remote",
              "batch.plan",
              "batch.manage")
          .room(
              "flow",
              "common",
              "files",
              "money",
              "money.prices",
              "task",
              "task.options",
              "intake",
              "provider",
              "provider.limits",
              "provider.mock",
              "corpus",
              "ledger",
              "workflow",
              "workflow.redaction",
              "outbox",
              "config",
              "metrics",
              "batch",
              "batch.corpus",
              "batch.accept",
              "batch.run",
              "batch.active",
              "batch.call",
              "batch.admit",
              "batch.remote",
              "batch.plan",
              "batch.manage")
          .room(
              "management",
              "common",
              "files",
              "money",
              "money.prices",
              "task",
              "task.options",
              "intake",
              "provider",
              "provider.limits",
              "provider.mock",
              "corpus",
              "ledger",
              "workflow",
              "workflow.redaction",
              "outbox",
              "config",
              "metrics",
              "batch",
              "batch.corpus",
              "batch.accept",
              "batch.run",
              "batch.active",
              "batch.call",
              "batch.admit",
              "batch.remote",
              "batch.plan",
              "batch.manage")
          .room(
              "web",
              "common",
              "files",
              "money",
              "money.prices",
              "task",
              "task.options",
              "intake",
              "provider",
              "provider.limits",
              "provider.mock",
              "corpus",
              "ledger",
              "workflow",
              "workflow.redaction",
              "outbox",
              "config",
              "metrics",
              "batch",
              "batch.corpus",
              "batch.accept",
              "batch.run",
              "batch.active",
              "batch.call",
              "batch.admit",
              "batch.remote",
              "batch.plan",
              "batch.manage",
              "upkeep")
          .room(
              "cli",
              "common",
              "files",
              "money",
              "money.prices",
              "task",
              "task.options",
              "intake",
              "provider",
              "provider.limits",
              "provider.mock",
              "corpus",
              "ledger",
              "workflow",
              "workflow.redaction",
              "outbox",
              "config",
              "metrics",
              "batch",
              "batch.corpus",
              "batch.accept",
              "batch.run",
              "batch.active",
              "batch.call",
              "batch.admit",
              "batch.remote",
              "batch.plan",
              "batch.manage",
              "upkeep")
          .room("app");

  private static final class Rooms {

    private final Map<String, String[]> rooms = new LinkedHashMap<>();

    Rooms room(String name, String... mayUse) {
      rooms.put(name, mayUse);
      return this;
    }

    LayeredArchitecture rule() {
      LayeredArchitecture rule = layeredArchitecture().consideringOnlyDependenciesInLayers();
      for (String name : rooms.keySet()) {
        rule = rule.layer(name).definedBy(ROOT + name);
      }
      for (Map.Entry<String, String[]> room : rooms.entrySet()) {
        if (room.getKey().equals("app")) {
          continue;
        }
        rule =
            room.getValue().length == 0
                ? rule.whereLayer(room.getKey()).mayNotAccessAnyLayer()
                : rule.whereLayer(room.getKey()).mayOnlyAccessLayers(room.getValue());
      }
      return rule;
    }
  }

  @Test
  void eachRoomUsesOnlyWhatItsRowNames() {
    ROOMS.rule().check(program);
  }

  @Test
  void eachClassHasARoom() {
    assertThat(program.stream().map(JavaClass::getPackageName).distinct())
        .allSatisfy(room -> assertThat(ROOMS.rooms).containsKey(room.substring(ROOT.length())));
  }

  @Test
  void noTwoClassesHaveOneName() {
    assertThat(
            program.stream()
                .filter(
                    type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .map(JavaClass::getSimpleName))
        .doesNotHaveDuplicates();
  }

  @Test
  void noCycles() {
    slices().assignedFrom(rooms()).should().beFreeOfCycles().check(program);
  }

  private static SliceAssignment rooms() {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        return SliceIdentifier.of(type.getPackageName());
      }

      @Override
      public String getDescription() {
        return "the rooms";
      }
    };
  }

  @Test
  void camelOnlyInFlowAndTheApplication() {
    camelOnlyInFlow().check(program);
  }

  private static ArchRule camelOnlyInFlow() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "app", ROOT + "flow")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.camel..");
  }

  @Test
  void sqlOnlyInTheLedger() {
    sqlOnlyInLedger().check(program);
  }

  private static ArchRule sqlOnlyInLedger() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "ledger")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..");
  }

  @Test
  void noClockButAnInjectedOne() {
    noClock().check(program);
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "app")
        .should()
        .callMethod(Clock.class, "systemUTC")
        .check(program);
  }

  /** Elapsed time comes from an injected {@link Ticker}, so that a test can let it pass. */
  @Test
  void noTickerButAnInjectedOne() {
    noTicker().check(program);
  }

  private static ArchRule noTicker() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "app")
        .should()
        .accessTargetWhere(
            JavaAccess.Predicates.target(HasName.Predicates.name("nanoTime"))
                .and(
                    JavaAccess.Predicates.target(
                        HasOwner.Predicates.With.owner(
                            JavaClass.Predicates.equivalentTo(System.class)))));
  }

  private static ArchRule noClock() {
    return noClasses()
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
  }

  /** The classes of {@code org.batchrunner.money.planted} in the tests break each rule once. */
  @Test
  void plantedViolationsAreFound() {
    JavaClasses planted =
        new ClassFileImporter().importPackages("org.batchrunner.planted", "org.batchrunner.ledger");
    for (ArchRule rule : List.of(camelOnlyInFlow(), sqlOnlyInLedger(), noClock(), noTicker())) {
      assertThat(rule.evaluate(planted).getFailureReport().getDetails())
          .as(rule.getDescription())
          .anyMatch(violation -> violation.contains("planted"));
    }
    ArchRule row = new Rooms().room("ledger").room("planted").rule();
    assertThat(row.evaluate(planted).hasViolation()).as("a row of the table").isTrue();
  }

  @Test
  void noClassIsLongerThanThreeHundredLines() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(name -> name.toString().endsWith(".java")).toList()) {
        assertThat(Files.readAllLines(file).size())
            .as("lines of %s", file)
            .isLessThanOrEqualTo(MOST_LINES);
      }
    }
  }
}
