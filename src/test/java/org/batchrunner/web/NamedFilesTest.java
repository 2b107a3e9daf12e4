package org.batchrunner.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.batchrunner.app.TestProgram;
import org.batchrunner.web.Client.Answer;
import org.batchrunner.web.Client.Part;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests name files of the server only below the folders that a setting lists. */
class NamedFilesTest {

  private static final String SECRET = "The-secret-of-the-machine";
  private static final String RULES = "rules:\n  - name: mine\n    pattern: mine\n";

  @TempDir static Path home;
  @TempDir static Path outside;
  private static TestProgram.Watch watching;
  private static Client client;
  private static Path docs;

  @BeforeAll
  static void start() throws IOException {
    docs = Files.createDirectories(home.resolve("docs"));
    Files.writeString(docs.resolve("tides.txt"), "The moon makes the tides.\n");
    Files.writeString(docs.resolve("rules.yaml"), RULES);
    Files.createDirectories(home.resolve("docs-of-others"));
    Files.writeString(home.resolve("docs-of-others/a.txt"), SECRET);
    Files.createDirectories(home.resolve("library"));
    Files.writeString(home.resolve("library/a.txt"), "The moon.");
    Files.writeString(outside.resolve("secret.txt"), SECRET);
    Files.writeString(outside.resolve("secret.yaml"), RULES);
    Files.createSymbolicLink(docs.resolve("link.txt"), outside.resolve("secret.txt"));
    Files.createSymbolicLink(docs.resolve("link.yaml"), outside.resolve("secret.yaml"));
    Files.createSymbolicLink(docs.resolve("folder"), outside);
    Files.createSymbolicLink(docs.resolve("gone.txt"), outside.resolve("gone.txt"));
    Files.createSymbolicLink(home.resolve("to-docs"), docs);
    Files.createDirectories(home.resolve("templates"));
    Files.writeString(
        home.resolve("templates/owners.yaml"),
        "corpus: " + home.resolve("library") + "\nrequired-citations: 0\n");
    watching =
        TestProgram.in(home)
            .with("--batch-runner.mode=mock", "--batch-runner.web.folders=docs," + home + "/none")
            .watch();
    client = new Client(watching.page());
  }

  @AfterAll
  static void stop() {
    watching.close();
  }

  private static List<String> forbidden() {
    return List.of(
        outside.resolve("secret.txt").toString(),
        outside.resolve("nothing.txt").toString(),
        outside.toString(),
        home.resolve("docs-of-others").toString(),
        home.toString(),
        home.resolve("data").toString(),
        "/etc/passwd",
        "/",
        "../../../../../../../../etc/passwd",
        docs + "/../docs-of-others/a.txt",
        docs.resolve("link.txt").toString(),
        docs.resolve("link.yaml").toString(),
        docs.resolve("gone.txt").toString(),
        docs.resolve("folder").toString(),
        docs.resolve("folder/secret.txt").toString(),
        docs + "/folder/../" + outside.getFileName() + "/secret.txt");
  }

  /** Every way to give an option. */
  private static Map<String, Answer> all(Map<String, ?> options) throws IOException {
    Map<String, Answer> all = new LinkedHashMap<>();
    String upload = client.upload("t.csv", "id,task\n1,Why tides?\n");
    Map<String, ?> given = Map.of("options", options);
    all.put("preview", client.post("/api/uploads/" + upload + "/preview", given));
    all.put("plan", client.post("/api/uploads/" + upload + "/plan", given));
    all.put("run", client.post("/api/batches", Map.of("upload", upload, "options", options)));
    all.put("prompt", client.post("/api/runs", Map.of("prompt", "Why?", "options", options)));
    all.put(
        "form",
        client.multipart(
            "/api/batches",
            Part.file("file", "u.csv", "task\nWhy tides?\n"),
            Part.text("options", org.batchrunner.common.Json.write(options))));
    all.put("defaults", client.send("PUT", "/api/defaults", given));
    all.put("template", client.send("PUT", "/api/templates/tried", options));
    return all;
  }

  @Test
  void othersAreRefusedWhereverTheyAreNamed() throws IOException {
    Files.deleteIfExists(home.resolve("templates/tried.yaml"));
    String batch = client.run("b.csv", "task\nWhy?\n", Map.of());
    for (String path : forbidden()) {
      for (Map<String, ?> options :
          List.of(
              Map.of("corpus", path),
              Map.of("corpus", List.of(docs.resolve("tides.txt").toString(), path)),
              Map.of("redaction-rules", path),
              Map.of(
                  "when", List.of(Map.of("match", ".", "set", Map.of("redaction-rules", path)))))) {
        Map<String, Answer> answers = all(options);
        answers.put("set", client.send("PATCH", "/api/batches/" + batch + "/options", options));
        answers.forEach(
            (way, answer) -> {
              assertThat(answer.status()).as(way + " " + options + answer.text()).isEqualTo(403);
              assertThat(answer.json().path("detail").asText())
                  .contains("batch-runner.web.folders");
              assertThat(answer.text()).doesNotContain(SECRET);
            });
      }
    }
    assertThat(home.resolve("templates/tried.yaml")).doesNotExist();
    assertThat(client.get("/api/defaults").text()).doesNotContain("corpus", "redaction-rules");
  }

  @Test
  void thoseBelowTheFoldersAreTaken() throws IOException {
    for (String path :
        List.of(
            docs.resolve("tides.txt").toString(),
            home.resolve("to-docs/tides.txt").toString().replace("to-docs", "docs"),
            docs + "/./tides.txt")) {
      all(Map.of("corpus", path, "required-citations", 0))
          .forEach(
              (way, answer) -> assertThat(answer.status()).as(way + answer.text()).isLessThan(300));
      client.send("DELETE", "/api/defaults", null);
    }
    all(Map.of("redaction-rules", docs.resolve("rules.yaml").toString()))
        .forEach(
            (way, answer) -> assertThat(answer.status()).as(way + answer.text()).isLessThan(300));
    client.send("DELETE", "/api/defaults", null);
  }

  @Test
  void whatIsUploadedIsTakenWithoutASetting() {
    Answer own =
        client.multipart(
            "/api/uploads",
            Part.file("file", "own.csv", "task\nWhy tides?\n"),
            Part.file("corpus", "a.txt", "The moon makes the tides.\n"));
    String preview = "/api/uploads/" + own.json().path("upload").asText() + "/preview";
    Map<String, ?> beside = Map.of("options", Map.of("corpus", "own.corpus/a.txt"));
    assertThat(client.post(preview, Map.of()).text()).contains("The moon");
    assertThat(client.post(preview, beside).text()).contains("The moon");
    String other = client.upload("x.csv", "task\nWhy?\n");
    Map<String, ?> stolen =
        Map.of(
            "options",
            Map.of("corpus", "../%s/own.corpus".formatted(own.json().path("upload").asText())));
    assertThat(client.post("/api/uploads/" + other + "/preview", stolen).status()).isEqualTo(403);
  }

  @Test
  void whatTheOwnerNamedInATemplateCanBeUsed() {
    for (Map<String, ?> options :
        List.of(
            Map.of("use", "owners"),
            Map.of("corpus", home.resolve("library").toString(), "required-citations", 0))) {
      assertThat(client.post("/api/runs", Map.of("prompt", "Why?", "options", options)).status())
          .isEqualTo(201);
    }
  }
}
