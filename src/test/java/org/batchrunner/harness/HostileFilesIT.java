package org.batchrunner.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.batchrunner.harness.OutcomeAssert.assertOutcome;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.ModelStub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that mean harm, dropped into the real program with little memory: each is refused with its
 * place and remedy or becomes the right tasks, and no file appears outside the outbox.
 */
class HostileFilesIT {

  private static final List<String> IDS =
      List.of(
          "../../x",
          "/etc/passwd",
          "CON",
          "same",
          "same",
          "x".repeat(4000),
          "\uD83D\uDE00",
          "\u202Egpj.exe",
          "a\tb",
          "..",
          "-rf",
          "%n%s$(id)");

  @TempDir Path home;
  private ModelStub stub;
  private Workplace workplace;

  @BeforeEach
  void start() {
    stub = ModelStub.start();
    workplace =
        new Workplace(Application.built(), home.resolve("place"))
            .provider("openai", stub.baseUrl(Api.OPENAI))
            .set("defaults.debaters", "openai/gpt-4o-mini")
            .set("settle-time", "1s")
            .java("-Xmx256m")
            .java("-XX:TieredStopAtLevel=1");
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  @Test
  void eachIsRefusedWithItsPlaceOrBecomesTheRightTasks() throws IOException {
    Map<String, String> refusals = dropBad();
    dropIds();
    dropLinksAndFolders(refusals);
    List<Path> before = outside();
    try (ProgramProcess program = workplace.start("watch")) {
      dropGrowing(program);
      dropVanishing();
      Path failed = workplace.inbox().resolve(".failed");
      program.until(
          "the refusals",
          () ->
              refusals.keySet().stream()
                  .allMatch(name -> Files.exists(failed.resolve(name + ".error.txt"))));
      program.until("the batches", () -> reported("ids") && reported("growing"));
      for (Map.Entry<String, String> refusal : refusals.entrySet()) {
        String error = Files.readString(failed.resolve(refusal.getKey() + ".error.txt"));
        System.out.printf("%s: %s%n", refusal.getKey(), error.strip());
        assertThat(error).as(refusal.getKey()).contains(refusal.getValue());
      }
      program.terminate();
      assertThat(program.exitCode()).as(program.err()).isIn(0, 143);
      assertThat(program.err()).doesNotContain("OutOfMemoryError").doesNotContain("root:x:0");
    }
    checkIds();
    assertOutcome(Outcome.read(batch("growing"))).isWhole(300);
    assertThat(outside()).as("files outside the program's folders").isEqualTo(before);
    assertThat(stub.journal().entries()).noneMatch(entry -> entry.prompt().contains("secret"));
  }

  private Map<String, String> dropBad() throws IOException {
    Map<String, String> refusals = new TreeMap<>();
    bytes("nul.csv", "id,task\n1,ok\n2,a\0b\n".getBytes(UTF_8));
    refusals.put("nul.csv", "line 3");
    bytes(
        "mixed.csv",
        "id,task\n1,caf\u00e9\n".getBytes(UTF_8),
        "2,caf\u00e9\n".getBytes(ISO_8859_1));
    refusals.put("mixed.csv", "line 3");
    bytes("quote.csv", "id,task\n1,ok\n2,\"open\n3,x\n".getBytes(UTF_8));
    refusals.put("quote.csv", "line 3");
    bytes("ragged.csv", "id,task\n1,ok,too,many\n".getBytes(UTF_8));
    refusals.put("ragged.csv", "line 2");
    bytes("empty.csv", new byte[0]);
    refusals.put("empty.csv", "empty.csv");
    bytes("half.jsonl", "{\"task\": \"half \\ud83d\"}\n".getBytes(UTF_8));
    refusals.put("half.jsonl", "line 1");
    try (BufferedWriter cell = Files.newBufferedWriter(workplace.inbox().resolve("cell.csv"))) {
      cell.write("task\nok\n\"");
      for (int i = 0; i < 100; i++) {
        cell.write("x".repeat(1 << 20));
      }
      cell.write("\"\n");
    }
    refusals.put("cell.csv", "line 3");
    try (BufferedWriter wide = Files.newBufferedWriter(workplace.inbox().resolve("wide.csv"))) {
      wide.write("task" + ",c".repeat(1_000_000) + "\nx\n");
    }
    refusals.put("wide.csv", "line 1");
    bytes("bomb.csv", "task\nx\n".getBytes(UTF_8));
    bytes(
        "bomb.yaml",
        ("a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b]\n"
                + "d: &d [*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d]\n")
            .getBytes(UTF_8));
    refusals.put("bomb.csv", "bomb.yaml");
    bytes("object.csv", "task\nx\n".getBytes(UTF_8));
    bytes("object.yaml", "system: !!java.net.URL [http://127.0.0.1/]\n".getBytes(UTF_8));
    refusals.put("object.csv", "object.yaml");
    return refusals;
  }

  private void dropIds() throws IOException {
    StringBuilder rows = new StringBuilder("id,task\n");
    for (int i = 0; i < IDS.size(); i++) {
      rows.append('"').append(IDS.get(i)).append("\",task ").append(i).append('\n');
    }
    bytes("ids.csv", rows.toString().getBytes(UTF_8));
  }

  private void checkIds() throws IOException {
    Outcome outcome = Outcome.read(batch("ids"));
    assertOutcome(outcome).isWhole(IDS.size());
    assertThat(outcome.results()).extracting(each -> each.path("id").asText()).isEqualTo(IDS);
    try (Stream<Path> files = Files.list(batch("ids").resolve("results"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .hasSize(IDS.size())
          .allMatch(name -> name.matches("\\d{7}-[^/\\\\\\p{Cntrl}\u202E]*\\.json"))
          .allMatch(name -> name.getBytes(UTF_8).length <= 255);
    }
  }

  private void dropLinksAndFolders(Map<String, String> refusals) throws IOException {
    Path secret = Files.writeString(home.resolve("secret.csv"), "task\nthe secret of the house\n");
    Files.createSymbolicLink(workplace.inbox().resolve("link.csv"), secret);
    Files.createSymbolicLink(workplace.inbox().resolve("self.csv"), Path.of("self.csv"));
    refusals.put("link.csv", "is a link");
    refusals.put("self.csv", "is a link");
    Files.createDirectories(workplace.inbox().resolve("folder.csv/in.csv"));
  }

  /** Rows come until the file rests: all of them are tasks. */
  private void dropGrowing(ProgramProcess program) throws IOException {
    program.until("the inbox", () -> program.err().contains("Watching"));
    Path file = Files.writeString(workplace.inbox().resolve("growing.csv"), "id,task\n");
    for (int row = 1; row <= 300; row++) {
      Files.writeString(file, row + ",row " + row + "\n", StandardOpenOption.APPEND);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  private void dropVanishing() throws IOException {
    byte[] rows = TaskFiles.csv("vanishing", 2_000).getBytes(UTF_8);
    for (int i = 0; i < 5; i++) {
      bytes("vanishing" + i + ".csv", rows);
      LockSupport.parkNanos(Duration.ofMillis(300L * i).toNanos());
      Files.deleteIfExists(workplace.inbox().resolve("vanishing" + i + ".csv"));
    }
  }

  private void bytes(String name, byte[]... parts) throws IOException {
    Path aside = Files.createTempFile(workplace.home(), "aside", ".part");
    for (byte[] part : parts) {
      Files.write(aside, part, StandardOpenOption.APPEND);
    }
    Files.move(aside, workplace.inbox().resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private boolean reported(String stem) {
    return workplace.batches().stream()
        .anyMatch(
            folder ->
                folder.getFileName().toString().startsWith(stem + "-")
                    && Files.exists(folder.resolve("batch_report.csv")));
  }

  private Path batch(String stem) {
    return workplace.batches().stream()
        .filter(folder -> folder.getFileName().toString().startsWith(stem + "-"))
        .findFirst()
        .orElseThrow();
  }

  /** All files but those in the folders that are the program's. */
  private List<Path> outside() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files
          .filter(file -> !file.startsWith(workplace.inbox()))
          .filter(file -> !file.startsWith(workplace.outbox()))
          .filter(file -> !file.startsWith(workplace.data()))
          .filter(file -> !file.startsWith(workplace.home().resolve("logs")))
          .sorted()
          .toList();
    }
  }
}
