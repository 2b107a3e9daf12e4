package org.batchrunner.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.batchrunner.app.TestProgram;
import org.batchrunner.common.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of options are data: whatever stands in them, it is neither resolved nor changed. */
class DefaultsTest {

  private static final List<String> TEXTS =
      List.of(
          "${user.home}",
          "${PATH}",
          "Write bash that prints ${HOME}",
          "${batch-runner.defaults.system}",
          "${nothing.of.this.name:-x} ${unclosed",
          "#{systemProperties['user.home']} #{T(java.lang.Runtime)}",
          "{{batch-runner.inbox}} {{env:PATH}} {{sys:user.home}} {{unclosed",
          "$simple{body} ${body} ${env.PATH} RAW(${x})",
          "\\${escaped} \\\\ \\n %s %n {} @@x@@ @x",
          "no",
          "0755",
          "1:30",
          "1e3",
          "~",
          "null",
          "2026-11-28",
          "",
          " spaces around \n\n  and lines \n",
          "\n leading\ttab: # no comment - 'quotes' \"double\" | > & * ! %",
          "windows\r\nlines\rand \u0085\u2028\u2029\ufeff ends",
          "bell \u0007, escape \u001b[0m, NUL \u0000, delete \u007f",
          "Zoé Zoe\u0301 \ud83d\ude00 \u200b");

  @TempDir Path home;

  private TestProgram.Watch start(String... settings) {
    String[] all = new String[settings.length + 1];
    System.arraycopy(settings, 0, all, 0, settings.length);
    all[settings.length] = "--batch-runner.mode=mock";
    return TestProgram.in(home).with(all).watch();
  }

  private static Map<String, Object> options(String text) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("note.with.dots", text);
    fields.put("Case-And[0]", List.of(text, 1, true, List.of()));
    fields.put("empty", Map.of());
    fields.put("big", new java.math.BigInteger("123456789012345678901234567890"));
    fields.put("fine", new java.math.BigDecimal("0.1000000000000000000001"));
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("system", text);
    options.put("allowed-models", List.of("mock/*", "*" + text));
    options.put("model-parameters", Map.of("openai/gpt-4.1[x]", fields));
    options.put(
        "when", List.of(Map.of("match", "a.b", "set", Map.of("system", text, "max-tokens", 7))));
    return options;
  }

  /** All texts at once, in each place that holds a text. */
  private static Map<String, Object> allOptions() {
    Map<String, Object> all = new LinkedHashMap<>(options(TEXTS.get(0)));
    Map<String, Object> fields = new LinkedHashMap<>();
    List<Object> when = new ArrayList<>();
    for (String text : TEXTS) {
      fields.put("field" + fields.size(), text);
      when.add(Map.of("match", "a.b", "set", Map.of("system", text)));
    }
    all.put("model-parameters", Map.of("openai/gpt-4.1[x]", fields));
    all.put("when", when);
    return all;
  }

  @Test
  void whatWasPutIsGotAlsoAfterARestart() {
    JsonNode last = Json.read(Json.write(allOptions()), JsonNode.class);
    try (TestProgram.Watch watching = start()) {
      Client client = new Client(watching.page());
      for (String text : TEXTS) {
        put(client, options(text));
      }
      put(client, allOptions());
    }
    try (TestProgram.Watch watching = start()) {
      Client client = new Client(watching.page());
      assertThat(client.get("/api/defaults").json().path("options")).isEqualTo(last);
    }
  }

  private static void put(Client client, Map<String, Object> options) {
    JsonNode put = Json.read(Json.write(options), JsonNode.class);
    Client.Answer answer = client.send("PUT", "/api/defaults", Map.of("options", options));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().path("options")).isEqualTo(put);
    assertThat(client.get("/api/defaults").json().path("options")).isEqualTo(put);
  }

  @Test
  void whatCanNotBeKeptIsRefusedBeforeItIsWritten() throws IOException {
    try (TestProgram.Watch watching = start()) {
      Client client = new Client(watching.page());
      client.send("PUT", "/api/defaults", Map.of("options", Map.of("system", "first")));
      Path file = home.resolve("config/application.yaml");
      String before = Files.readString(file);
      for (Map<String, ?> wrong :
          List.of(
              Map.of("concurrency", "${x}"),
              Map.of("template", "no placeholder"),
              Map.of("when", List.of(Map.of("match", "x", "set", Map.of("concurrency", 2)))),
              Map.of("policy", "half"))) {
        Client.Answer answer = client.send("PUT", "/api/defaults", Map.of("options", wrong));
        assertThat(answer.status()).as(wrong + ": " + answer.text()).isEqualTo(422);
        assertThat(Files.readString(file)).isEqualTo(before);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "batch-runner:\n  defaults:\n    system: \"Write ${HOME}\"\n",
        "batch-runner.defaults.system: \"Write ${HOME}\"\n",
        "batch-runner:\n  defaults.system: 'Write ${HOME}'\n",
        "batchRunner:\n  defaults:\n    system: Write ${HOME}\n",
        "server.port: 1\n---\nbatch-runner:\n  defaults:\n    system: Write ${HOME}\n"
      })
  void ofAFile(String yaml) throws IOException {
    Files.createDirectories(home.resolve("config"));
    Files.writeString(home.resolve("config/application.yaml"), yaml);
    try (TestProgram.Watch watching = start()) {
      Client client = new Client(watching.page());
      assertThat(system(client)).isEqualTo("Write ${HOME}");
      client.send("PUT", "/api/defaults", Map.of("options", Map.of("system", "${other}")));
      if (!yaml.contains("---")) {
        assertThat(system(client)).isEqualTo("${other}");
      }
    }
  }

  @Test
  void ofTheCommandLineBeforeTheFileAndOfProperties() throws IOException {
    Files.createDirectories(home.resolve("config"));
    Files.writeString(
        home.resolve("config/application.properties"),
        "batch-runner.defaults.system=of the file\nbatch-runner.defaults.template={{task}} ${x}\n"
            + "batch-runner.defaults.debaters[0]=mock/${a}\n");
    try (TestProgram.Watch watching =
        start(
            "--batch-runner.defaults.system=${batch-runner.defaults.system} #{1+1}",
            "--batch-runner.defaults.model-parameters={openai/gpt-4.1: {seed: 7}}")) {
      Client client = new Client(watching.page());
      JsonNode options = client.get("/api/defaults").json().path("options");
      assertThat(options.path("system").asText())
          .isEqualTo("${batch-runner.defaults.system} #{1+1}");
      assertThat(options.path("template").asText()).isEqualTo("{{task}} ${x}");
      assertThat(options.path("debaters").path(0).asText()).isEqualTo("mock/${a}");
      assertThat(options.at("/model-parameters/openai~1gpt-4.1/seed").asInt()).isEqualTo(7);
    }
  }

  @Test
  void ofDotEnvAndWhatABatchGets() throws IOException {
    Files.writeString(home.resolve(".env"), "BATCHRUNNER_DEFAULTS_SYSTEM='${HOME} #{x} {{y}}'\n");
    Path file = Files.writeString(home.resolve("t.csv"), "task\nHello\n");
    TestProgram program = TestProgram.in(home).set("mode", "mock");
    assertThat(program.run("run", file.toString()).code()).isZero();
    assertThat(options()).contains("${HOME} #{x} {{y}}");
  }

  @Test
  void ofRun() throws IOException {
    Path file = Files.writeString(home.resolve("t.csv"), "task\nHello\n");
    Path notes = Files.writeString(home.resolve("notes"), "SECRET words");
    TestProgram program = TestProgram.in(home).set("mode", "mock");
    TestProgram.Said said =
        program.run(
            "run",
            file.toString(),
            "--system",
            "@" + notes,
            "--template",
            "{{task}} ${HOME} {{batch-runner.inbox}}");
    assertThat(said.err()).contains("{{batch-runner.inbox}}");
    said =
        program.run(
            "run", file.toString(), "--system", "@" + notes, "--template", "{{task}} ${HOME}");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(options()).contains("@" + notes, "{{task}} ${HOME}").doesNotContain("SECRET");
  }

  private String options() throws IOException {
    StringBuilder all = new StringBuilder();
    try (var batches = Files.newDirectoryStream(home.resolve("outbox"), "t-*")) {
      for (Path batch : batches) {
        all.append(Files.readString(batch.resolve("options.yaml")));
      }
    }
    return all.toString();
  }

  private static String system(Client client) {
    return client.get("/api/defaults").json().path("options").path("system").asText();
  }
}
