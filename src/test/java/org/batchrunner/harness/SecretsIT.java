package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.ModelStub;
import org.batchrunner.stub.Reaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys are planted in all places that hold keys, and looked for in all that leaves the program. */
class SecretsIT {

  private static final String IN_ENV_FILE = "sk-proj-Env1Env1Env1Env1Env1Env1Env1Env1";
  private static final String IN_ENVIRONMENT = "sk-ant-api03-Var2Var2Var2Var2Var2Var2Var2";
  private static final String IN_CONFIG = "plain/key+of=config.3333";
  private static final String IN_URL = "queryKey4queryKey4queryKey4";
  private static final String IN_PROMPT = "sk-proj-Ask5Ask5Ask5Ask5Ask5Ask5Ask5Ask5Ask5";

  @TempDir Path home;

  private final ModelStub stub = ModelStub.start();
  private final Map<String, String> seen = new TreeMap<>();

  @BeforeEach
  void plant() throws IOException {
    stub.script(
        request -> {
          if (request.user().contains("echo the key")) {
            return Reaction.error(
                401, "invalid_request_error", "Incorrect API key: " + key(request.model()));
          }
          return request.user().contains("answer the key")
              ? Reaction.answer("Here it is: " + IN_PROMPT)
              : null;
        });
    Files.writeString(home.resolve(".env"), "OPENAI_API_KEY=" + IN_ENV_FILE + "\n");
    Files.createDirectories(home.resolve("config"));
    Files.writeString(
        home.resolve("config/application.yaml"),
        """
        batch-runner:
          settle-time: 0s
          providers:
            openai:
              base-url: %s
            anthropic:
              base-url: %s
            own:
              base-url: %s?code=%s
              api-key: "%s"
              models: [gpt-4o]
          defaults:
            debaters: [openai/gpt-4o-mini, anthropic/claude-haiku-4-5, own/gpt-4o]
            workflow: each
            redaction: true
        """
            .formatted(
                stub.baseUrl(Api.OPENAI),
                stub.baseUrl(Api.ANTHROPIC),
                stub.baseUrl(Api.OPENAI),
                IN_URL,
                IN_CONFIG));
    Files.writeString(
        home.resolve("config/prices.json"),
        """
        {"prices": [{"model": "openai/gpt-4o-mini", "input": 1, "output": 1},
          {"model": "anthropic/claude-haiku-4-5", "input": 1, "output": 1},
          {"model": "own/gpt-4o", "input": 1, "output": 1}]}
        """);
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  private static String key(String model) {
    return switch (model) {
      case "gpt-4o-mini" -> IN_ENV_FILE;
      case "claude-haiku-4-5" -> IN_ENVIRONMENT;
      default -> IN_CONFIG;
    };
  }

  /** As a careless administrator starts it: with a umask that hides nothing. */
  private ProgramProcess start(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "umask 000; exec \"$@\"", "sh"));
    command.addAll(Application.built().command(home, List.of("-XX:TieredStopAtLevel=1")));
    command.addAll(List.of(words));
    command.add("--server.port=0");
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    Application.clean(builder);
    builder.environment().put("ANTHROPIC_API_KEY", IN_ENVIRONMENT);
    Path logs = Files.createDirectories(home.resolve("logs"));
    String name = words[0] + "-" + System.nanoTime();
    return ProgramProcess.start(builder, logs.resolve(name + ".out"), logs.resolve(name + ".err"));
  }

  @Test
  void noKeyLeavesTheProgram() throws Exception {
    Files.createDirectories(home.resolve("inbox"));
    try (ProgramProcess program =
        start(
            "watch",
            "--management.server.port=0",
            "--management.endpoints.web.exposure.include=*",
            "--logging.level.root=info",
            "--logging.level.org.batchrunner=debug",
            "--logging.level.org.apache.camel=debug",
            "--logging.level.org.apache.hc.client5=info")) {
      Pattern port = Pattern.compile("metrics and health: port (\\d+)");
      program.until("the port of metrics and health", () -> port.matcher(program.err()).find());
      Files.writeString(
          home.resolve("inbox/keys.csv"),
          "id,task\n1,Why is the sky blue?\n2,echo the key\n3,answer the key\n4,My key is "
              + IN_PROMPT
              + "\n");
      program.until(
          "batch_report.csv",
          () -> {
            try (Stream<Path> files = Files.walk(home.resolve("outbox"), 2)) {
              return files.anyMatch(file -> file.endsWith("batch_report.csv"));
            } catch (IOException e) {
              return false;
            }
          });
      Matcher found = port.matcher(program.err());
      assertThat(found.find()).isTrue();
      pages("http://127.0.0.1:" + found.group(1), true);
      Matcher own =
          Pattern.compile("Tomcat started on port (\\d+) \\(http\\)").matcher(program.err());
      while (own.find()) {
        if (!own.group(1).equals(found.group(1))) {
          pages("http://127.0.0.1:" + own.group(1), false);
        }
      }
      seen.put("thread dump", run("jstack", Long.toString(program.pid())));
      seen.put(
          "command line",
          Files.readString(
              Path.of("/proc/" + program.pid() + "/cmdline"), StandardCharsets.ISO_8859_1));
      permissions();
      program.terminate();
      program.exitCode();
    }
    for (String[] command :
        new String[][] {{"status"}, {"doctor", "--online"}, {"prices"}, {"report", "keys"}}) {
      try (ProgramProcess program = start(command)) {
        program.exitCode();
      }
    }
    assertThat(stub.journal().requests()).as("all three were asked").isGreaterThanOrEqualTo(12);
    files();
    for (Map.Entry<String, String> place : seen.entrySet()) {
      for (String key : List.of(IN_ENV_FILE, IN_ENVIRONMENT, IN_CONFIG, IN_URL)) {
        assertThat(place.getValue().contains(key)).as("%s in %s", key, place.getKey()).isFalse();
      }
    }
    // What was dropped keeps what is in it, and so does its copy; all that is said of it does not.
    assertThat(
            seen.entrySet().stream()
                .filter(place -> place.getValue().contains(IN_PROMPT))
                .map(Map.Entry::getKey)
                .map(name -> name.replaceAll("keys-\\d{8}-\\d{6}", "BATCH"))
                .filter(name -> !name.matches("data/ledger\\.db(-wal|-shm)?"))
                .toList())
        .containsExactlyInAnyOrder(
            "data/BATCH/tasks.csv",
            "inbox/.done/keys.csv",
            "outbox/BATCH/tasks.csv",
            "outbox/BATCH/results.csv");
  }

  private void permissions() throws IOException {
    for (String name :
        List.of(
            "data/ledger.db",
            "data/ledger.db-wal",
            "data/ledger.db-shm",
            "data/web-token",
            ".env")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name))))
          .as(name)
          .isEqualTo("rw-------");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("data"))))
        .isEqualTo("rwx------");
  }

  private void pages(String address, boolean management) throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    String token = Files.readString(home.resolve("data/web-token")).strip();
    for (String path :
        List.of(
            "/",
            "/api/status",
            "/api/settings",
            "/api/providers",
            "/api/batches",
            "/api/prices",
            "/actuator",
            "/actuator/health",
            "/actuator/prometheus",
            "/actuator/env",
            "/actuator/configprops",
            "/actuator/beans",
            "/actuator/heapdump",
            "/actuator/threaddump",
            "/actuator/loggers",
            "/actuator/mappings",
            "/actuator/conditions",
            "/actuator/shutdown",
            "/no/such/page?key=" + "x")) {
      HttpResponse<String> page =
          http.send(
              HttpRequest.newBuilder(URI.create(address + path))
                  .header("Authorization", "Bearer " + token)
                  .build(),
              HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
      seen.put(address + path, page.body() + page.headers().map());
      if (path.startsWith("/api/") && !management) {
        assertThat(page.statusCode()).as(path).isEqualTo(200);
      }
      if (path.startsWith("/actuator/")) {
        boolean open = management && (path.endsWith("health") || path.endsWith("prometheus"));
        assertThat(page.statusCode()).as(path).isEqualTo(open ? 200 : 404);
      }
    }
  }

  /** All files but those that keys were put into. */
  private void files() throws IOException {
    try (Stream<Path> walk = Files.walk(home)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String name = home.relativize(file).toString();
        if (!name.equals(".env") && !name.startsWith("config/")) {
          seen.put(name, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
    }
  }

  @Test
  void aKeyOnTheCommandLineIsWarnedOfAndAddressesWithUsersAreRefused() throws IOException {
    try (ProgramProcess program =
        start("status", "--batch-runner.providers.openai.api-key=" + IN_CONFIG)) {
      assertThat(program.exitCode()).as(program.err()).isZero();
      assertThat(program.err())
          .contains(
              "--batch-runner.providers.openai.api-key on the command line can be read by everyone")
          .doesNotContain(IN_CONFIG);
    }
    try (ProgramProcess program =
        start("status", "--batch-runner.providers.own.base-url=http://me:secret6@127.0.0.1/v1")) {
      assertThat(program.exitCode()).isEqualTo(2);
      assertThat(program.err())
          .contains("batch-runner.providers.own.base-url has a user in it")
          .doesNotContain("secret6");
    }
    try (ProgramProcess program =
        start("status", "--batch-runner.providers.own.base-url=http://[h/v1?key=secret7")) {
      assertThat(program.exitCode()).isEqualTo(2);
      assertThat(program.err()).contains("base-url").doesNotContain("secret7");
    }
  }

  private static String run(String tool, String argument) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", tool);
    Path out = Files.createTempFile("tool", ".txt");
    Process process =
        new ProcessBuilder(java.toString(), argument)
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String text = Files.readString(out);
    assertThat(text).contains("ledger-writer");
    return text;
  }
}
