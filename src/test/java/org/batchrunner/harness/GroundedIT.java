package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batchrunner.harness.OutcomeAssert.assertOutcome;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.batchrunner.files.FileTree;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.Entry;
import org.batchrunner.stub.ModelRequest;
import org.batchrunner.stub.ModelStub;
import org.batchrunner.stub.Reaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that rest on the corpus of {@code eval/}, by the real program. */
class GroundedIT {

  private static final Path CORPUS = Path.of("eval/corpus").toAbsolutePath();

  @TempDir Path home;
  private ModelStub stub;

  /** What debaters and judge were asked, in the order of arrival. */
  private final List<ModelRequest> asked = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() {
    stub = ModelStub.start();
    stub.script(
        request -> {
          asked.add(request);
          return null;
        });
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  @Test
  void eachQuotationHasItsVerdictAndItsPlace() {
    stub.cached(50);
    stub.script(request -> Reaction.answer(Replies.of(request)));
    Workplace workplace = workplace("verdicts").set("defaults.required-citations", "1");
    Path file = workplace.file("questions.csv", Replies.csv());

    Outcome outcome = run(workplace, 0, file, "--corpus", CORPUS.toString());

    assertOutcome(outcome).isWhole(Replies.values().length).addsUp();
    assertThat(outcome.summary().path("corpus_hash").asText()).isEqualTo(CorpusHash.of(CORPUS));
    for (Replies reply : Replies.values()) {
      JsonNode result = outcome.results().get(reply.ordinal());
      List<JsonNode> citations = citations(result);
      System.out.printf("%s: %s%n", reply, result.path("status").asText());
      assertThat(citations).as("%s", reply).hasSize(reply.quotes().size());
      for (int i = 0; i < citations.size(); i++) {
        reply.quotes().get(i).check(citations.get(i));
      }
      assertThat(result.path("status").asText()).isEqualTo(reply.status());
      assertThat(result.path("corpus_hash").asText()).isEqualTo(CorpusHash.of(CORPUS));
      for (JsonNode usage : result.path("usage")) {
        long prompt = usage.path("prompt_tokens").asLong();
        assertThat(usage.path("cached_tokens").asLong()).isEqualTo(prompt / 2);
      }
    }
    assertThat(outcome.rows().get(0).get("citations"))
        .startsWith("manuals/kestrel-pump.pdf, page 1: \"Never carry or lower the pump")
        .contains("(verified)");
    assertThat(outcome.rows().get(Replies.ALTERED.ordinal()).get("citations"))
        .contains("(paraphrase; differs in its numbers: the quote has 60, the source 30)");
    sharedPartComesFirst();
  }

  /** All prompts begin alike, and then hold passages with title, document and page. */
  private void sharedPartComesFirst() {
    String first = asked.get(0).user();
    String shared = first.substring(0, first.indexOf("\nSources:"));
    assertThat(shared).hasSizeGreaterThan(300).contains("data").contains("word for word");
    for (ModelRequest request : asked) {
      assertThat(request.user()).startsWith(shared);
      assertThat(request.system()).isEqualTo(asked.get(0).system());
      assertThat(request.user()).contains("Title: ", "Document: ");
      assertThat(request.user().length()).isLessThan(4 * 3000 + 3000);
    }
    assertThat(asked.get(0).user()).contains("Document: manuals/kestrel-pump.pdf\nPage: 1\n");
  }

  @Test
  void draftsWithoutTheirCitationsAreOutAndTheJudgeSeesTheVerdicts() {
    stub.script(
        request -> {
          if (request.user().contains("Score these drafts")) {
            return null;
          }
          boolean honest = request.model().equals("gpt-4o");
          boolean lost = request.user().contains("the lost question");
          return Reaction.answer(
              honest && !lost
                  ? Replies.json(Replies.TRUE.quotes())
                  : Replies.json(Replies.INVENTED.quotes()));
        });
    Workplace workplace =
        workplace("debate")
            .set("defaults.debaters", "openai/gpt-4o,openai/gpt-4o-mini")
            .set("defaults.judge", "openai/gpt-4o-mini");
    Path file =
        workplace.file(
            "debate.csv",
            "id,task\nfound,How is the Kestrel pump carried?\n"
                + "lost,Who of the council carried the pump in the lost question?\n");

    Outcome outcome = run(workplace, 0, file, "--corpus", CORPUS.toString());

    assertOutcome(outcome).isWhole(2).addsUp();
    JsonNode found = outcome.results().get(0);
    assertThat(found.path("status").asText()).isEqualTo("published");
    assertThat(found.path("model").asText()).startsWith("gpt-4o-2");
    assertThat(found.path("drafts").get(1).path("rejected").asText())
        .isEqualTo("0 of its 2 citations are verified, and 2 are required");
    JsonNode lost = outcome.results().get(1);
    assertThat(lost.path("status").asText()).isEqualTo("advisory_only");
    assertThat(lost.path("text").isNull()).isTrue();
    assertThat(lost.path("reason").asText())
        .startsWith("no draft has the citations it needs")
        .contains("0 of its 2 citations are verified, and 2 are required");
    assertThat(asked)
        .filteredOn(request -> request.user().contains("Score these drafts"))
        .singleElement()
        .satisfies(
            judge ->
                assertThat(judge.user())
                    .contains("2 verified, 0 paraphrased, 0 not found")
                    .contains("[verified] \"Never carry or lower the pump"));
  }

  @Test
  void aCorpusWithBadFilesIsRefusedBeforeAnythingIsSpent() throws IOException {
    Workplace workplace = workplace("bad");
    Path file = workplace.file("bad.csv", "task\nWhat is what?\n");
    Path corpus = Files.createDirectory(workplace.home().resolve("bad.corpus"));
    Files.writeString(corpus.resolve("good.md"), "# Good\n\nAll is well with this document.\n");
    Files.write(corpus.resolve("latin.txt"), "caf\u00e9".getBytes("ISO-8859-1"));
    Files.writeString(corpus.resolve("slides.pptx"), "no text");
    try (ProgramProcess program = workplace.start("run", file.toString())) {
      assertThat(program.exitCode()).isEqualTo(2);
      assertThat(program.err()).contains("slides.pptx is not of a type that can be read");
    }
    Files.delete(corpus.resolve("slides.pptx"));
    try (ProgramProcess program = workplace.start("run", file.toString())) {
      assertThat(program.exitCode()).isEqualTo(2);
      assertThat(program.err()).contains("latin.txt is not valid UTF-8 (line 1, byte 4)");
    }
    assertThat(stub.journal().requests()).isZero();
    assertThat(workplace.batches()).isEmpty();
    assertThat(workplace.home().resolve("data/corpora/documents")).doesNotExist();
  }

  @Test
  void aKilledBatchGoesOnWithItsOwnCopyWhateverBecameOfTheOriginals() throws IOException {
    int tasks = 120;
    stub.latency(Duration.ofMillis(60));
    stub.script(request -> Reaction.answer(Replies.json(Replies.TRUE.quotes())));
    Workplace workplace = workplace("killed");
    copy(CORPUS, workplace.inbox().resolve("killed.corpus"));
    workplace.drop("killed.csv", questions("killed", tasks));
    try (ProgramProcess program = workplace.start("watch")) {
      program.until(() -> stub.journal().requests() >= tasks / 3);
      program.kill();
    }
    Path moved = workplace.inbox().resolve(".done/killed.corpus");
    assertThat(moved).isDirectory();
    assertThat(workplace.inbox().resolve("killed.corpus")).doesNotExist();
    delete(moved);
    try (ProgramProcess program = workplace.start("watch")) {
      program.until(() -> workplace.reported(1));
      program.terminate();
      program.exitCode();
    }

    Outcome outcome = Outcome.read(workplace.batches().get(0));
    assertOutcome(outcome).isWhole(tasks).addsUp();
    assertThat(outcome.count("published")).isEqualTo(tasks);
    assertThat(outcome.results())
        .allSatisfy(
            result ->
                assertThat(result.path("corpus_hash").asText()).isEqualTo(CorpusHash.of(CORPUS)));
    assertThat(stub.journal().duplicates().size()).isLessThanOrEqualTo(8);
    assertThat(outcome.total("spent")).isGreaterThanOrEqualTo(stub.journal().dollars());
  }

  @Test
  void aBatchWhoseCopyIsDamagedIsPausedAndGoesOnOnceItIsMended() throws IOException {
    int tasks = 60;
    stub.latency(Duration.ofMillis(60));
    stub.script(request -> Reaction.answer(Replies.json(Replies.TRUE.quotes())));
    Workplace workplace = workplace("damaged");
    Path corpus = copy(CORPUS, workplace.home().resolve("docs"));
    Path file = workplace.file("damaged.csv", questions("damaged", tasks));
    try (ProgramProcess program =
        workplace.start("run", file.toString(), "--corpus", corpus.toString())) {
      program.until(() -> stub.journal().requests() >= 12);
      program.kill();
    }
    Path copy =
        workplace
            .home()
            .resolve("data/corpora/documents")
            .resolve(CorpusHash.sha256(CORPUS.resolve("science/bees.md")));
    Files.writeString(copy, "Bees are wasps.");
    int before = stub.journal().requests();
    try (ProgramProcess program = workplace.start("watch")) {
      program.until(() -> program.err().contains("paused"));
      program.terminate();
      program.exitCode();
    }
    String id = workplace.batches().get(0).getFileName().toString();
    assertThat(stub.journal().requests()).isEqualTo(before);
    assertThat(status(workplace, id))
        .contains("paused")
        .contains("science/bees.md is missing or damaged");

    Files.copy(
        CORPUS.resolve("science/bees.md"), copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    try (ProgramProcess program = workplace.start("resume", id)) {
      assertThat(program.exitCode()).as(program.err()).isZero();
    }
    try (ProgramProcess program = workplace.start("watch")) {
      program.until(() -> workplace.reported(1));
      program.terminate();
      program.exitCode();
    }
    Outcome outcome = Outcome.read(workplace.batches().get(0));
    assertOutcome(outcome).isWhole(tasks).addsUp();
    assertThat(outcome.count("published")).isEqualTo(tasks);
  }

  @Test
  void theSecondBatchOnTheSameCorpusStartsFromTheCache() throws IOException {
    stub.script(request -> Reaction.answer(Replies.json(Replies.TRUE.quotes())));
    Workplace workplace = workplace("cache").java("-Dlogging.level.org.batchrunner=INFO");
    Path corpus = copy(CORPUS, workplace.home().resolve("docs"));
    List<String> said = new ArrayList<>();
    for (String name : List.of("first", "second")) {
      Path file = workplace.file(name + ".csv", questions(name, 2));
      try (ProgramProcess program =
          workplace.start("run", file.toString(), "--corpus", corpus.toString())) {
        assertThat(program.exitCode()).as(program.err()).isZero();
        said.add(
            program.err().lines().filter(line -> line.contains("corpus ")).findFirst().orElse(""));
      }
    }
    said.forEach(System.out::println);
    assertThat(said.get(0)).contains("38 documents, 87 passages, read in");
    assertThat(said.get(1)).contains("38 documents, 87 passages, from the cache in");
    try (Stream<Path> copies = Files.list(workplace.home().resolve("data/corpora/documents"))) {
      assertThat(copies).as("each document once").hasSize(38);
    }

    Files.writeString(corpus.resolve("science/bees.md"), "# Bees\n\nBees are no wasps at all.\n");
    Path file = workplace.home().resolve("second.csv");
    int before = stub.journal().requests();
    Outcome outcome = run(workplace, 0, file, "--corpus", corpus.toString());
    assertThat(outcome.summary().path("corpus_hash").asText()).isEqualTo(CorpusHash.of(corpus));
    assertThat(stub.journal().requests())
        .as("answers that rest on another corpus are not taken again")
        .isEqualTo(before + 2);
    try (Stream<Path> copies = Files.list(workplace.home().resolve("data/corpora/documents"))) {
      assertThat(copies).as("and only the new document is copied").hasSize(39);
    }
  }

  private static String status(Workplace workplace, String id) {
    try (ProgramProcess program = workplace.start("status", id)) {
      program.exitCode();
      return program.out();
    }
  }

  private Outcome run(Workplace workplace, int code, Path file, String... options) {
    List<String> arguments = new ArrayList<>(List.of("run", file.toString()));
    arguments.addAll(List.of(options));
    try (ProgramProcess program = workplace.start(arguments.toArray(String[]::new))) {
      assertThat(program.exitCode()).as(program.err()).isEqualTo(code);
    }
    assertThat(stub.journal().entries()).extracting(Entry::status).containsOnly(200);
    List<Path> batches = workplace.batches();
    return Outcome.read(batches.get(batches.size() - 1));
  }

  private static List<JsonNode> citations(JsonNode result) {
    List<JsonNode> citations = new ArrayList<>();
    JsonNode all =
        result.path("citations").isEmpty()
            ? result.path("drafts").path(0).path("citations")
            : result.path("citations");
    all.forEach(citations::add);
    return citations;
  }

  private static String questions(String name, int tasks) {
    StringBuilder csv = new StringBuilder("id,task\n");
    for (int i = 1; i <= tasks; i++) {
      csv.append("%d,\"How is the Kestrel pump carried, case %d of %s?\"\n".formatted(i, i, name));
    }
    return csv.toString();
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> walk = Files.walk(from)) {
      for (Path path : walk.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
    return to;
  }

  private static void delete(Path folder) throws IOException {
    FileTree.delete(folder);
  }

  private Workplace workplace(String name) {
    return new Workplace(Application.built(), home.resolve(name))
        .provider("openai", stub.baseUrl(Api.OPENAI))
        .set("defaults.debaters", "openai/gpt-4o-mini")
        .set("defaults.concurrency", "8")
        .set("settle-time", "0s")
        .set("lease", "2s")
        .java("-XX:TieredStopAtLevel=1");
  }

  /** Computed as the documentation says, by nothing of the program's. */
  private static final class CorpusHash {

    static String of(Path folder) {
      try (Stream<Path> walk = Files.walk(folder)) {
        List<Path> files =
            walk.filter(Files::isRegularFile)
                .sorted(Comparator.comparing(file -> folder.relativize(file).toString()))
                .toList();
        var all = java.security.MessageDigest.getInstance("SHA-256");
        for (Path file : files) {
          all.update(java.util.HexFormat.of().parseHex(sha256(file)));
        }
        return java.util.HexFormat.of().formatHex(all.digest()).substring(0, 16);
      } catch (IOException | java.security.NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    static String sha256(Path file) {
      try {
        var sha = java.security.MessageDigest.getInstance("SHA-256");
        return java.util.HexFormat.of().formatHex(sha.digest(Files.readAllBytes(file)));
      } catch (IOException | java.security.NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A quotation of a scripted reply, and what must come of it. */
  record Quote(String document, String text, String verdict, String found, int page, String note) {

    void check(JsonNode citation) {
      String of = text + " -> " + citation;
      System.out.printf(
          "  %-10s %-5s %s \"%s\" %s%n",
          citation.path("verdict").asText(),
          citation.path("score").asText(),
          citation.path("document").asText(),
          text,
          citation.path("note").asText(""));
      assertThat(citation.path("quote").asText()).as(of).isEqualTo(text);
      assertThat(citation.path("verdict").asText()).as(of).isEqualTo(verdict);
      if (verdict.equals("not_found")) {
        assertThat(citation.path("offset").isNull()).as(of).isTrue();
      } else {
        assertThat(citation.path("document").asText()).as(of).isEqualTo(found);
        assertThat(citation.path("page").asInt(0)).as(of).isEqualTo(page);
        if (!found.endsWith(".pdf") && verdict.equals("verified")) {
          assertThat(at(found, citation.path("offset").asInt()))
              .as(of)
              .startsWithIgnoringCase(text.replaceAll("[„“”]", "").substring(0, 12));
        }
      }
      if (!note.isEmpty()) {
        assertThat(citation.path("note").asText()).as(of).contains(note);
      }
    }

    private static String at(String document, int offset) {
      try {
        return Files.readString(CORPUS.resolve(document)).substring(offset);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** What the model answers to each question. */
  enum Replies {
    TRUE(
        "published",
        quote(
            "manuals/kestrel-pump.pdf",
            "Never carry or lower the pump by its cable: fasten a rope to the handle.",
            "verified",
            1),
        quote(
            "policies/expenses.md",
            "A private car is reimbursed with 0.32 a kilometre, a bicycle with 0.12.",
            "verified",
            0)),
    SET_OTHERWISE(
        "published",
        quote(
            "manuals/kestrel-pump.pdf",
            "„The pump hums but does not de-\nliver:  the impeller is blocked.“",
            "verified",
            3),
        quote(
            "policies/information-security.md",
            "UPDATES ARE INSTALLED … SECURITY UPDATES WITHIN 24 HOURS",
            "verified",
            0)),
    ELSEWHERE(
        "published",
        new Quote(
            "policies/leave.md",
            "Parking fines and speeding tickets are never reimbursed.",
            "verified",
            "policies/expenses.md",
            0,
            "cited as policies/leave.md")),
    ALTERED(
        "advisory_only",
        noted(
            "manuals/kestrel-pump.pdf",
            "The pump may only be connected to a socket with a residual current device of 60"
                + " milliamperes or less.",
            "paraphrase",
            1,
            "differs in its numbers: the quote has 60, the source 30"),
        noted(
            "policies/expenses.md",
            "A private car is reimbursed with 0.33 a kilometre, a bicycle with 0.12.",
            "not_found",
            0,
            "differs in its numbers: the quote has 0.33, the source 0.32")),
    NEGATED(
        "advisory_only",
        noted(
            "manuals/kestrel-pump.pdf",
            "Children and people who have not read this manual may operate the pump.",
            "not_found",
            1,
            "differs in its negation: the quote has none, the source not"),
        noted(
            "manuals/kestrel-pump.pdf",
            "The pump may not only be connected to a socket with a residual current device of 30"
                + " milliamperes or less.",
            "paraphrase",
            1,
            "differs in its negation: the quote has not, the source none"),
        noted(
            "policies/expenses.md",
            "Parking fines and speeding tickets are reimbursed.",
            "not_found",
            0,
            "differs in its negation: the quote has none, the source never")),
    INVENTED(
        "advisory_only",
        quote(
            "manuals/kestrel-pump.pdf",
            "The pump may be left running for three weeks while the owner is abroad.",
            "not_found",
            0),
        quote("policies/pets.md", "Dogs are welcome in every office on Fridays.", "not_found", 0)),
    SHORT(
        "advisory_only",
        noted("manuals/kestrel-pump.pdf", "The pump", "not_found", 0, "too short to prove")),
    NONE("advisory_only");

    private final String status;
    private final List<Quote> quotes;

    Replies(String status, Quote... quotes) {
      this.status = status;
      this.quotes = List.of(quotes);
    }

    String status() {
      return status;
    }

    List<Quote> quotes() {
      return quotes;
    }

    private static Quote quote(String document, String text, String verdict, int page) {
      return new Quote(document, text, verdict, document, page, "");
    }

    private static Quote noted(
        String document, String text, String verdict, int page, String note) {
      return new Quote(document, text, verdict, document, page, note);
    }

    /** A question for each reply; all are about the pump, so that all get its passages. */
    static String csv() {
      StringBuilder csv = new StringBuilder("id,task\n");
      for (Replies reply : values()) {
        csv.append(
            "%s,\"How is the Kestrel pump connected and carried? (%s)\"\n".formatted(reply, reply));
      }
      return csv.toString();
    }

    static String of(ModelRequest request) {
      for (Replies reply : values()) {
        if (request.user().contains("(" + reply + ")")) {
          return json(reply.quotes);
        }
      }
      throw new IllegalStateException(request.user());
    }

    static String json(List<Quote> quotes) {
      List<Map<String, String>> citations =
          quotes.stream()
              .map(
                  quote -> Map.of("title", "", "document", quote.document(), "quote", quote.text()))
              .toList();
      return org.batchrunner.common.Json.write(
          Map.of(
              "answer",
              "As the documents say.",
              "evidence",
              List.of(),
              "confidence",
              0.9,
              "safety_flags",
              List.of(),
              "citations",
              citations));
    }
  }
}
