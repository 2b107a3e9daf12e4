package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.batchrunner.cli.RunningProgram;
import org.batchrunner.harness.Broker;
import org.batchrunner.harness.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Route files that a user has changed: the next start is another program, without compiling. */
class PipelineTest {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String ROWS = "id,task\n1,Name a tree\n2,Name a bird\n";

  @TempDir Path home;

  @BeforeEach
  void copyRoutes() throws IOException {
    Path folder = Files.createDirectories(home.resolve("routes"));
    Files.createDirectories(home.resolve("outbox"));
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }

  /** The endpoints of docs/pipelines.md, one a block. */
  static Stream<JsonNode> examples() throws IOException {
    return Pattern.compile("(?s)```yaml\n(from:.*?)```")
        .matcher(Files.readString(Path.of("docs/pipelines.md")))
        .results()
        .map(match -> from(match.group(1)));
  }

  private static JsonNode from(String yaml) {
    try {
      return YAML.readTree(yaml).path("from");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode example(String scheme) throws IOException {
    return examples()
        .filter(from -> from.path("uri").asText().startsWith(scheme + ":"))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleOfThePageIsValidByCamelsSchema(JsonNode from) throws IOException {
    try (InputStream schema =
        getClass().getClassLoader().getResourceAsStream("schema/camelYamlDsl.json")) {
      JsonSchema camel =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema);
      assertThat(camel.validate(inbox(from))).isEmpty();
    }
  }

  @Test
  void thePageTellsOfSftpS3JmsAndKafka() throws IOException {
    assertThat(examples().map(from -> from.path("uri").asText().replaceAll(":.*", "")))
        .contains("sftp", "aws2-s3", "jms", "kafka");
  }

  @Test
  void filesComeFromAQueueAsThePageShowsIt() throws IOException {
    write("inbox", inbox(example("jms")));
    try (Broker broker = new Broker(home.resolve("broker"));
        RunningProgram program = start("spring.artemis.broker-url", broker.url())) {
      try (JMSContext jms = broker.connections().createContext()) {
        jms.createProducer().send(jms.createQueue("prompts"), ROWS);
      }
      assertThat(finished("prompts-").count("published")).isEqualTo(2);
      assertThat(broker.messages("prompts")).isZero();
      assertThat(home.resolve("data/.arriving")).isEmptyDirectory();
    }
  }

  @Test
  void aRefusedMessageLeavesItsReasonAndNothingElse() throws IOException {
    write("inbox", inbox(example("jms")));
    try (Broker broker = new Broker(home.resolve("broker"));
        RunningProgram program = start("spring.artemis.broker-url", broker.url())) {
      try (JMSContext jms = broker.connections().createContext()) {
        jms.createProducer().send(jms.createQueue("prompts"), "question\nwhy?\n");
      }
      Path reason = home.resolve("inbox/.failed/prompts.csv.error.txt");
      await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(reason));
      assertThat(Files.readString(reason)).contains("task");
      await().untilAsserted(() -> assertThat(home.resolve("data/.arriving")).isEmptyDirectory());
    }
  }

  @Test
  void filesComeFromAnotherFolder() throws IOException {
    ObjectNode from = YAML.createObjectNode();
    from.put("uri", "file:" + home.resolve("elsewhere"));
    from.putObject("parameters").put("delete", true).put("delay", 100);
    write("inbox", inbox(from));
    try (RunningProgram program = start("spring.artemis.mode", "native")) {
      drop(home.resolve("elsewhere"), "birds.csv");
      assertThat(finished("birds-").count("published")).isEqualTo(2);
      await().untilAsserted(() -> assertThat(home.resolve("elsewhere/birds.csv")).doesNotExist());
    }
  }

  @Test
  void aStepThatIsAddedRunsAtTheNextStart() throws IOException {
    Path file = home.resolve("routes/outbox.camel.yaml");
    String before = Files.readString(file);
    String step =
        """
              - setBody:
                  simple:
                    expression: '${body.json}\\n'
              - to:
                  uri: file:%s
                  parameters:
                    fileName: all.jsonl
                    fileExist: Append
        """
            .formatted(home.resolve("copies"))
            .indent(2);
    String after = before.replaceFirst("(?s)(method: result\n)", "$1" + quoted(step));
    assertThat(after).isNotEqualTo(before);
    Files.writeString(file, after);
    try (RunningProgram program = start("spring.artemis.mode", "native")) {
      drop(home.resolve("inbox"), "trees.csv");
      assertThat(finished("trees-").count("published")).isEqualTo(2);
      // A batch does not wait for steps that others have added.
      Path copies = home.resolve("copies/all.jsonl");
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(Files.readAllLines(copies))
                      .hasSize(2)
                      .allMatch(line -> line.startsWith("{")));
    }
  }

  @Test
  void theInboxSortsGoodFilesFromBad() throws IOException {
    try (RunningProgram program = start("spring.artemis.mode", "native")) {
      drop(home.resolve("inbox"), "good.csv");
      Path bad = Files.writeString(home.resolve("bad"), "question\nwhy?\n");
      Files.move(bad, home.resolve("inbox/bad.csv"), StandardCopyOption.ATOMIC_MOVE);
      assertThat(finished("good-").count("published")).isEqualTo(2);
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> Files.exists(home.resolve("inbox/.failed/bad.csv.error.txt")));
      assertThat(home.resolve("inbox/.done/good.csv")).hasContent(ROWS);
      assertThat(home.resolve("inbox/good.csv")).doesNotExist();
      assertThat(home.resolve("inbox/.failed/bad.csv")).exists();
    }
  }

  /**
   * As it is after a crash between the ledger and the move of the file, its options being moved.
   */
  @Test
  void anAcceptedFileThatIsSeenAgainWithoutItsOptionsIsMovedAway() throws IOException {
    Path route = home.resolve("routes/inbox.camel.yaml");
    String before = Files.readString(route);
    Files.writeString(route, before.replaceFirst("(?s) +- bean:\\s+id: done.*?method: done\n", ""));
    assertThat(route).content().isNotEqualTo(before);
    Path inbox = Files.createDirectories(home.resolve("inbox"));
    Files.writeString(inbox.resolve("trees.yaml"), "task-column: name\n");
    try (RunningProgram program = start("spring.artemis.mode", "native")) {
      drop(inbox, "trees.csv", ROWS.replace("task", "name"));
      assertThat(finished("trees-").count("published")).isEqualTo(2);
    }
    Path done = Files.createDirectories(inbox.resolve(".done"));
    Files.move(inbox.resolve("trees.yaml"), done.resolve("trees.yaml"));
    Files.writeString(route, before);
    try (RunningProgram program = start("spring.artemis.mode", "native")) {
      await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(done.resolve("trees.csv")));
    }
    assertThat(inbox.resolve(".failed")).doesNotExist();
    assertThat(folders("trees-")).hasSize(1);
  }

  private static String quoted(String text) {
    return java.util.regex.Matcher.quoteReplacement(text);
  }

  /** The route of the inbox with another beginning; an example's own steps come first. */
  private static JsonNode inbox(JsonNode from) throws IOException {
    JsonNode file = YAML.readTree(Path.of("routes/inbox.camel.yaml").toFile());
    ObjectNode route = (ObjectNode) file.get(0).path("route");
    ObjectNode changed = from.deepCopy();
    ArrayNode steps = changed.withArray("steps");
    route.path("from").path("steps").forEach(steps::add);
    route.set("from", changed);
    return file;
  }

  private void write(String name, JsonNode routes) throws IOException {
    YAML.writeValue(home.resolve("routes/" + name + ".camel.yaml").toFile(), routes);
  }

  private RunningProgram start(String key, String value) {
    return TestProgram.in(home)
        .set("mode", "mock")
        .set("settle-time", "0s")
        .spring(key, value)
        .watch()
        .program();
  }

  private void drop(Path folder, String name) throws IOException {
    drop(folder, name, ROWS);
  }

  private void drop(Path folder, String name, String rows) throws IOException {
    Files.createDirectories(folder);
    Path aside = Files.writeString(home.resolve(name), rows);
    Files.move(aside, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private Outcome finished(String prefix) throws IOException {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                folders(prefix).stream()
                    .anyMatch(folder -> Files.exists(folder.resolve("batch_report.csv"))));
    return Outcome.read(folders(prefix).get(0));
  }

  private List<Path> folders(String prefix) throws IOException {
    try (Stream<Path> folders = Files.list(home.resolve("outbox"))) {
      return folders.filter(folder -> folder.getFileName().toString().startsWith(prefix)).toList();
    }
  }
}
