package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recipes of docs/pipelines.md, followed to the letter with the packaged program: its
 * components are added as the page says, its route is the page's, and a file comes from a real
 * server.
 */
class RecipesIT {

  private static final String ROWS = "id,task\na,Name a tree\nb,Name a bird\n";
  private static final Pattern COMPONENT =
      Pattern.compile("(?s)<!-- component -->\n```xml\n(.*?)```");

  private static String page;
  private static Path extra;
  private static Path servers;

  @TempDir Path home;
  private final List<Process> processes = new ArrayList<>();
  private Workplace workplace;

  /** As the page says: named in components/pom.xml, fetched by its command. */
  @BeforeAll
  static void addComponents(@TempDir Path folder) throws Exception {
    page = Files.readString(Path.of("docs/pipelines.md"));
    Files.createDirectory(folder.resolve("components"));
    String pom = Files.readString(Path.of("components/pom.xml"));
    String added = "";
    for (Matcher each = COMPONENT.matcher(page); each.find(); ) {
      added += each.group(1);
    }
    assertThat(added).contains("camel-jms-starter", "camel-kafka-starter", "camel-ftp-starter");
    Files.writeString(
        folder.resolve("components/pom.xml"),
        pom.replace("<dependencies>\n    <!-- Here", "<dependencies>\n" + added + "    <!-- Here"));
    assertThat(page).contains("\n./mvnw -f components\n");
    maven(folder.resolve("components"));
    extra = folder.resolve("lib/ext");
    servers = Files.createDirectory(folder.resolve("servers"));
    Files.copy(Path.of("src/test/resources/recipes/pom.xml"), servers.resolve("pom.xml"));
    maven(servers);
  }

  private static void maven(Path project) throws Exception {
    Process maven =
        new ProcessBuilder(
                Path.of("mvnw").toAbsolutePath().toString(),
                "-q",
                "-B",
                "-ntp",
                "-f",
                project.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(maven.waitFor()).as(said).isZero();
  }

  @BeforeEach
  void prepare() throws IOException {
    workplace = new Workplace(Application.built(), home);
    workplace.set("mode", "mock").java("-XX:TieredStopAtLevel=1");
    Files.createDirectories(home.resolve("lib"));
    Files.createSymbolicLink(home.resolve("lib/ext"), extra);
    Path routes = Files.createDirectory(home.resolve("routes"));
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      for (Path file : files.toList()) {
        Files.copy(file, routes.resolve(file.getFileName()));
      }
    }
  }

  @AfterEach
  void stop() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void filesFromAnSftpServer() throws Exception {
    Path remote = Files.createDirectories(home.resolve("remote/outgoing")).getParent();
    Process server =
        java(
            List.of(
                "-cp",
                servers + "/target/dependency/*",
                Path.of("src/test/resources/recipes/SftpServer.java").toAbsolutePath().toString(),
                remote.toString(),
                "me",
                "secret"));
    String port = server.inputReader().readLine().replace("port ", "");
    from("sftp:files.example.org", Map.of("files.example.org", "127.0.0.1:" + port));
    workplace.environment("SFTP_USER", "me").environment("SFTP_PASSWORD", "secret");
    Files.writeString(home.resolve("remote/outgoing/prompts.csv"), ROWS);

    comesIn(() -> !Files.exists(home.resolve("remote/outgoing/prompts.csv")));
  }

  @Test
  void objectsOfABucket() throws Exception {
    try (SmallBucket bucket = new SmallBucket("prompts")) {
      from("aws2-s3:", Map.of());
      config(
          "camel:\n  component:\n    aws2-s3:\n      override-endpoint: true\n      force-path-style: true\n"
              + "      uri-endpoint-override: "
              + bucket.url()
              + "\n      access-key: a\n      secret-key: b\n      region: eu-west-1\n");
      bucket.put("prompts.csv", ROWS);

      comesIn(bucket::isEmpty);
    }
  }

  @Test
  void messagesOfAQueue() throws Exception {
    try (Broker broker = new Broker(home.resolve("broker"))) {
      from("jms:", Map.of());
      config("spring:\n  artemis:\n    mode: native\n    broker-url: " + broker.url() + "\n");
      send(broker, ROWS);

      comesIn(() -> broker.messages("prompts") == 0);
    }
  }

  private static void send(Broker broker, String text) throws JMSException {
    try (Connection connection = broker.connections().createConnection();
        Session session = connection.createSession()) {
      session.createProducer(session.createQueue("prompts")).send(session.createTextMessage(text));
    }
  }

  @Test
  void recordsOfATopic() throws Exception {
    int port = kafka();
    String at = "127.0.0.1:" + port;
    from("kafka:", Map.of("broker:9092", at));
    Properties properties = new Properties();
    properties.put("bootstrap.servers", at);
    try (Admin admin = Admin.create(properties)) {
      Awaitility.await()
          .ignoreExceptions()
          .atMost(Duration.ofSeconds(60))
          .until(() -> admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).size() == 1);
    }
    try (ProgramProcess program = workplace.start("watch")) {
      program.until("the start", () -> program.err().contains("Watching"));
      try (KafkaProducer<String, String> producer =
          new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
        program.until(
            "a batch of a record",
            () -> {
              var unused =
                  producer.send(new ProducerRecord<>("prompts", "{\"task\":\"Name a tree\"}\n"));
              producer.flush();
              return workplace.reported(1);
            });
      }
      assertThat(workplace.batches().get(0).getFileName().toString()).startsWith("message-");
    }
  }

  /** A broker and controller in one, formatted and started as its own scripts do. */
  private int kafka() throws Exception {
    int port = free();
    int controller = free();
    Path settings = home.resolve("kafka.properties");
    Files.writeString(
        settings,
        "process.roles=broker,controller\nnode.id=1\ncontroller.quorum.voters=1@127.0.0.1:%2$d\nlisteners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d\ncontroller.listener.names=CONTROLLER\noffsets.topic.replication.factor=1\ntransaction.state.log.replication.factor=1\ntransaction.state.log.min.isr=1\ngroup.initial.rebalance.delay.ms=0\noffsets.topic.num.partitions=1\nlog.dirs=%3$s\n"
            .formatted(port, controller, home.resolve("kafka")));
    String path = servers + "/target/dependency/*";
    assertThat(
            java(List.of(
                    "-cp",
                    path,
                    "kafka.tools.StorageTool",
                    "format",
                    "-t",
                    "AAAAAAAAAAAAAAAAAAAAAQ",
                    "-c",
                    settings.toString()))
                .waitFor())
        .isZero();
    java(List.of("-Xmx256m", "-cp", path, "kafka.Kafka", settings.toString()));
    return port;
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Process java(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectError(home.resolve("server.err").toFile())
            .start();
    processes.add(process);
    return process;
  }

  /** The documented step after write-result gets each result as JSON, once the ledger has it. */
  @Test
  void answersGoOnInARouteOfOnesOwn() throws IOException {
    String docs = Files.readString(Path.of("docs/pipelines.md"));
    Matcher step = Pattern.compile("(?s)<!-- own-step -->\n```yaml\n(.*?)```").matcher(docs);
    assertThat(step.find()).isTrue();
    Path file = home.resolve("routes/outbox.camel.yaml");
    String routes = Files.readString(file);
    String written =
        "        - bean:\n            id: write-result\n            ref: outboxSteps\n            method: result\n";
    assertThat(routes).contains(written);
    assertThat(step.group(1)).startsWith(written);
    Files.writeString(file, routes.replace(written, step.group(1)));
    workplace.file("prompts.csv", ROWS);

    try (ProgramProcess program = workplace.start("run", "prompts.csv")) {
      assertThat(program.exitCode()).as(program.err()).isZero();
    }
    Path batch = workplace.batches().get(0);
    for (int task = 1; task <= 2; task++) {
      Path own = home.resolve("answers/%s-%d.json".formatted(batch.getFileName(), task));
      String id = task == 1 ? "a" : "b";
      assertThat(own)
          .content()
          .isEqualToIgnoringNewLines(
              Files.readString(batch.resolve("results/000000%d-%s.json".formatted(task, id))));
    }
  }

  /** The page's recipe in place of what routes/inbox.camel.yaml has; its steps stay. */
  private void from(String uri, Map<String, String> addresses) throws IOException {
    int at = page.indexOf("```yaml\nfrom:\n  uri: " + uri);
    String recipe = page.substring(at + 8, page.indexOf("```", at + 8));
    for (Map.Entry<String, String> address : addresses.entrySet()) {
      assertThat(recipe).contains(address.getKey());
      recipe = recipe.replace(address.getKey(), address.getValue());
    }
    Path file = home.resolve("routes/inbox.camel.yaml");
    String route = Files.readString(file);
    String before = route.substring(0, route.indexOf("    from:\n"));
    String steps = route.substring(route.indexOf("        - doTry:\n"));
    StringBuilder from = new StringBuilder(before);
    recipe.lines().forEach(line -> from.append("    ").append(line).append('\n'));
    if (!recipe.contains("\n  steps:\n")) {
      from.append("      steps:\n");
    }
    Files.writeString(file, from.append(steps));
  }

  private void config(String yaml) throws IOException {
    Files.writeString(
        Files.createDirectory(home.resolve("config")).resolve("application.yaml"), yaml);
  }

  private void comesIn(BooleanSupplier taken) {
    try (ProgramProcess program = workplace.start("watch")) {
      program.until("its report", () -> workplace.reported(1));
      program.until("that it is taken from the server", taken);
      String batch = workplace.batches().get(0).getFileName().toString();
      assertThat(batch).startsWith("prompts-");
      assertThat(workplace.outbox().resolve(batch).resolve("batch_report.csv"))
          .content()
          .contains("a,published", "b,published");
    }
  }
}
