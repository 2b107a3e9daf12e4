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

  /** What every other room may speak of. */
  private static final String VALUES = "common files money task";

  /** All rooms that know no batch at work. */
  private static final String WITHOUT_A_BATCH =
      "common files money money.prices task task.options intake provider provider.limits"
          + " provider.mock corpus ledger workflow workflow.redaction outbox metrics";

  /** All rooms but those of commands, pages, routes and upkeep. */
  private static final String ALL_BELOW =
      WITHOUT_A_BATCH
          + " config batch batch.corpus batch.accept batch.run batch.active batch.call batch.admit batch.remote batch.plan batch.manage";

  /** Each room with the rooms that it may use. */
  private static final Rooms ROOMS =
      new Rooms()
          .room("common")
          .room("files", "common")
          .room("money", "common files")
          .room("money.prices", "common files money")
          .room("task", "common files money")
          .room("task.options", VALUES)
          .room("intake", VALUES, "task.options")
          .room("provider", VALUES, "task.options")
          .room("provider.limits", VALUES, "provider")
          .room("provider.mock", VALUES, "provider")
          .room("corpus", VALUES)
          .room("ledger", VALUES, "task.options")
          .room("workflow", VALUES, "task.options provider corpus")
          .room("workflow.redaction", VALUES, "task.options")
          .room("outbox", VALUES, "task.options intake ledger")
          .room("config", VALUES, "money.prices task.options intake provider ledger")
          .room("metrics", VALUES, "provider")
          .room(
              "batch",
              VALUES,
              "money.prices task.options intake provider provider.limits corpus ledger workflow workflow.redaction metrics")
          .room("batch.corpus", WITHOUT_A_BATCH, "config batch")
          .room("batch.accept", WITHOUT_A_BATCH, "config batch batch.corpus")
          .room("batch.run", WITHOUT_A_BATCH, "config batch batch.corpus batch.accept")
          .room("batch.active", WITHOUT_A_BATCH, "config batch batch.accept batch.run")
          .room("batch.call", WITHOUT_A_BATCH, "config batch batch.run batch.active")
          .room(
              "batch.admit",
              WITHOUT_A_BATCH,
              "config batch batch.corpus batch.accept batch.run batch.active batch.call")
          .room("batch.remote", WITHOUT_A_BATCH, "config batch batch.run batch.active batch.call")
          .room("batch.plan", WITHOUT_A_BATCH, "config batch batch.corpus batch.accept batch.run")
          .room(
              "batch.manage",
              WITHOUT_A_BATCH,
              "config batch batch.corpus batch.accept batch.run batch.active")
          .room("upkeep", ALL_BELOW)
          .room("flow", ALL_BELOW)
          .room("management", ALL_BELOW)
          .room("web", ALL_BELOW, "upkeep")
          .room("cli", ALL_BELOW, "upkeep")
          .room("app");

  private static final class Rooms {

    private final Map<String, String[]> rooms = new LinkedHashMap<>();

    Rooms room(String name, String... mayUse) {
      rooms.put(
          name,
          Stream.of(mayUse).flatMap(some -> Stream.of(some.split(" "))).toArray(String[]::new));
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
