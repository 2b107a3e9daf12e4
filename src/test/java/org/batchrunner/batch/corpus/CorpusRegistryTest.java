package org.batchrunner.batch.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.batchrunner.batch.BatchContext;
import org.batchrunner.task.Citation;
import org.batchrunner.task.Citation.Verdict;
import org.batchrunner.task.Draft;
import org.batchrunner.task.Mode;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.task.options.Options;
import org.batchrunner.workflow.Source;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusRegistryTest {

  private static final String QUOTE = "The turbine has nine blades of steel.";

  @TempDir Path temp;
  private Path docs;
  private Path data;

  @BeforeEach
  void folders() throws IOException {
    docs = Files.createDirectories(temp.resolve("tasks.corpus"));
    data = Files.createDirectories(temp.resolve("data"));
    Files.writeString(docs.resolve("a.txt"), QUOTE);
  }

  @Test
  void aBatchRestsOnItsCopyAlsoInAProgramThatStartsAnew() throws IOException {
    BatchContext context = accepted("one");
    Files.delete(docs.resolve("a.txt"));
    try (CorpusRegistry corpora = corpora()) {
      assertThat(corpora.problem(context)).isEmpty();
      assertThat(corpora.check(context, draft("a.txt")).citations())
          .extracting(Citation::verdict)
          .containsExactly(Verdict.VERIFIED);
      assertThat(corpora.grounding(context, context.options(), "turbine").shared())
          .extracting(Source::text)
          .containsExactly(QUOTE);
    }
  }

  @Test
  void batchesWithTheSameContentsUnderOtherNamesKeepTheirOwn() throws IOException {
    BatchContext one = accepted("one");
    Files.move(docs.resolve("a.txt"), docs.resolve("z.txt"));
    BatchContext two = accepted("two");
    assertThat(two.corpusHash()).isEqualTo(one.corpusHash());
    try (CorpusRegistry corpora = corpora()) {
      assertThat(document(corpora, one)).isEqualTo("a.txt");
      assertThat(document(corpora, two)).isEqualTo("z.txt");
    }
  }

  @Test
  void whatIsMissingOfACopyIsSaid() throws IOException {
    BatchContext context = accepted("one");
    try (var copies = Files.list(data.resolve("corpora/documents"))) {
      Files.writeString(copies.findFirst().orElseThrow(), "Something else altogether.");
    }
    try (CorpusRegistry corpora = corpora()) {
      assertThat(corpora.problem(context))
          .hasValueSatisfying(
              problem -> assertThat(problem).contains("a.txt is missing or damaged in"));
    }
    Files.writeString(data.resolve("one/corpus.json"), "{");
    try (CorpusRegistry corpora = corpora()) {
      assertThat(corpora.problem(context))
          .hasValueSatisfying(problem -> assertThat(problem).contains("one/corpus.json"));
    }
  }

  @Test
  void manyCorporaAreUsedInTurns() throws IOException {
    List<BatchContext> contexts = new java.util.ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Files.writeString(docs.resolve("a.txt"), QUOTE + " Number " + i + ".");
      contexts.add(accepted("batch" + i));
    }
    try (CorpusRegistry corpora = corpora()) {
      for (int round = 0; round < 2; round++) {
        for (BatchContext context : contexts) {
          assertThat(document(corpora, context)).isEqualTo("a.txt");
        }
      }
    }
  }

  @Test
  void sweepingKeepsWhatBatchesRestOn() throws IOException {
    BatchContext context = accepted("one");
    try (CorpusRegistry corpora =
        new CorpusRegistry(data, Clock.offset(Clock.systemUTC(), java.time.Duration.ofDays(3)))) {
      assertThat(corpora.sweep()).isZero();
      assertThat(corpora.problem(context)).isEmpty();
      Files.delete(data.resolve("one/corpus.json"));
      assertThat(corpora.sweep()).isEqualTo(1);
    }
  }

  @Test
  void aPlanReadsTheOriginalsAndKeepsNoCopy() {
    Options options = options();
    try (CorpusRegistry corpora = corpora()) {
      CorpusRegistry.Planned planned = corpora.plan(options);
      assertThat(planned.hash()).hasSize(16);
      assertThat(document(corpora, context(planned.batch(), planned.hash()))).isEqualTo("a.txt");
      assertThat(data.resolve("corpora/documents")).doesNotExist();
    }
  }

  @Test
  void aTaskThatSharesNoWordWithTheCorpusIsNotAsked() throws IOException {
    Files.writeString(
        docs.resolve("b.txt"), "The hall is loud and the doors are red. ".repeat(900));
    BatchContext context = accepted("one");
    try (CorpusRegistry corpora = corpora()) {
      assertThatThrownBy(() -> corpora.grounding(context, context.options(), "xylophone quartz"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("nobody was asked");
      assertThat(corpora.grounding(context, context.options(), "turbine").own()).hasSize(1);
    }
  }

  @Test
  void theFolderBesideTheFileIsTakenTooAndOnce() throws IOException {
    Path file = Files.writeString(temp.resolve("tasks.csv"), "task\nWhy?\n");
    Path more = Files.createDirectory(temp.resolve("more"));
    assertThat(CorpusPaths.resolve(file, Options.DEFAULTS).corpus())
        .containsExactly(docs.toString());
    assertThat(CorpusPaths.resolve(file, Options.of(Map.of("corpus", List.of("more")))).corpus())
        .containsExactly(more.toString(), docs.toString());
    assertThat(
            CorpusPaths.resolve(file, Options.of(Map.of("corpus", List.of("./tasks.corpus"))))
                .corpus())
        .hasSize(1);
    assertThatThrownBy(
            () -> CorpusPaths.resolve(file, Options.of(Map.of("corpus", List.of("a\0b")))))
        .isInstanceOf(InvalidOptionException.class);
  }

  private static String document(CorpusRegistry corpora, BatchContext context) {
    return String.valueOf(corpora.check(context, draft(null)).citations().get(0).document());
  }

  private static Draft draft(@org.jspecify.annotations.Nullable String document) {
    Citation citation = new Citation(null, document, null, null, QUOTE, Verdict.NOT_FOUND, 0);
    return new Draft(
        "openai",
        "gpt",
        "Nine.",
        List.of(),
        null,
        List.of(),
        false,
        true,
        List.of(citation),
        null,
        null,
        List.of(),
        null,
        null);
  }

  private BatchContext accepted(String batch) throws IOException {
    Path folder = Files.createDirectories(data.resolve(batch));
    try (CorpusRegistry corpora = corpora()) {
      return context(batch, corpora.accept(options(), folder));
    }
  }

  private BatchContext context(String batch, String hash) {
    return new BatchContext(batch, 1, 1, Mode.REAL, options(), hash);
  }

  private Options options() {
    return Options.of(Map.of("corpus", List.of(docs.toString())));
  }

  private CorpusRegistry corpora() {
    return new CorpusRegistry(data, Clock.systemUTC());
  }
}
