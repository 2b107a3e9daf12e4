package org.batchrunner.corpus;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.batchrunner.task.Citation;
import org.batchrunner.task.Citation.Verdict;

/** Measures retrieval and verification over the documents and questions in {@code eval/}. */
final class Evaluation {

  static final Path FOLDER = Path.of("eval");

  private static final int PASSAGES = 6;
  private static final int SENTENCES = 12;
  private static final long SEED = 20_261_123;

  /** Verdicts counted. */
  static final class Tally {

    private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    final List<String> surprises = new ArrayList<>();

    void add(Verdict verdict) {
      counts.merge(verdict, 1, Integer::sum);
    }

    int of(Verdict verdict) {
      return counts.getOrDefault(verdict, 0);
    }

    int all() {
      return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  final List<Integer> ranks = new ArrayList<>();
  final List<String> missed = new ArrayList<>();
  final Map<EvalQuotes.Kind, Tally> made = new EnumMap<>(EvalQuotes.Kind.class);
  final Tally invented = new Tally();
  int grave;
  int graveSaid;
  int misattributed;
  int putRight;
  private final Corpus corpus;

  private Evaluation(Corpus corpus) {
    this.corpus = corpus;
  }

  static Evaluation run(Corpus corpus) throws IOException {
    Evaluation evaluation = new Evaluation(corpus);
    evaluation.askQuestions();
    evaluation.checkMadeQuotes();
    evaluation.checkInventedQuotes();
    return evaluation;
  }

  private void askQuestions() throws IOException {
    try (CsvReader<NamedCsvRecord> rows =
        CsvReader.builder().ofNamedCsvRecord(FOLDER.resolve("questions.csv"))) {
      for (NamedCsvRecord row : rows) {
        String document = row.getField("document");
        String question = row.getField("question");
        Citation gold = corpus.check(null, document, row.getField("passage"));
        if (gold.offset() == null || !document.equals(gold.document())) {
          throw new IllegalStateException("not in its document: " + row);
        }
        int rank = rank(corpus.passages(question, PASSAGES, Integer.MAX_VALUE), gold);
        ranks.add(rank);
        if (rank == 0) {
          missed.add(document + ": " + question);
        }
      }
    }
  }

  private static int rank(List<Passage> passages, Citation gold) {
    for (int i = 0; i < passages.size(); i++) {
      Passage passage = passages.get(i);
      boolean holds =
          passage.document().equals(gold.document())
              && passage.offset() <= gold.offset()
              && gold.offset() < passage.offset() + passage.text().length();
      if (holds) {
        return i + 1;
      }
    }
    return 0;
  }

  /** Questions whose passage is among the first so many. */
  int recalled(int among) {
    return (int) ranks.stream().filter(rank -> rank > 0 && rank <= among).count();
  }

  private void checkMadeQuotes() {
    List<Passage> documents = corpus.whole(Integer.MAX_VALUE).orElseThrow();
    for (int i = 0; i < documents.size(); i++) {
      Passage document = documents.get(i);
      String other = documents.get((i + 7) % documents.size()).document();
      EvalQuotes quotes = new EvalQuotes(document.text(), SEED + i);
      for (String sentence : quotes.sentences(SENTENCES)) {
        for (EvalQuotes.Kind kind : EvalQuotes.Kind.values()) {
          String quote = quotes.make(kind, sentence);
          if (quote != null) {
            check(kind, document, quote);
          }
        }
        Citation citation = corpus.check(null, other, sentence);
        misattributed++;
        putRight += document.document().equals(citation.document()) ? 1 : 0;
      }
    }
  }

  private void check(EvalQuotes.Kind kind, Passage document, String quote) {
    Citation citation = corpus.check(document.title(), document.document(), quote);
    Tally tally = made.computeIfAbsent(kind, key -> new Tally());
    tally.add(citation.verdict());
    boolean number = kind == EvalQuotes.Kind.NUMBER;
    if ((number || kind == EvalQuotes.Kind.NEGATION) && citation.verdict() == Verdict.PARAPHRASE) {
      grave++;
      String note = String.valueOf(citation.note());
      boolean said = note.contains("differs in its " + (number ? "numbers" : "negation"));
      graveSaid += said ? 1 : 0;
      if (!said) {
        tally.surprises.add(document.document() + " [" + citation.note() + "] " + quote);
      }
    }
    if (kind.faithful != (citation.verdict() == Verdict.VERIFIED)) {
      tally.surprises.add(document.document() + " [" + citation.note() + "] " + quote);
    }
  }

  private void checkInventedQuotes() throws IOException {
    for (String line : Files.readAllLines(FOLDER.resolve("invented.txt"))) {
      String[] parts = line.split("\t");
      Citation citation = corpus.check(null, parts[0], parts[1]);
      invented.add(citation.verdict());
      if (citation.verdict() != Verdict.NOT_FOUND) {
        invented.surprises.add(line);
      }
    }
  }

  int quotes(boolean faithful) {
    return sum(faithful, Tally::all);
  }

  int falseRejects() {
    return quotes(true) - sum(true, tally -> tally.of(Verdict.VERIFIED));
  }

  /** Altered or invented, and verified all the same. */
  int falseAccepts() {
    return sum(false, tally -> tally.of(Verdict.VERIFIED)) + invented.of(Verdict.VERIFIED);
  }

  private int sum(boolean faithful, java.util.function.ToIntFunction<Tally> count) {
    return made.entrySet().stream()
        .filter(entry -> entry.getKey().faithful == faithful)
        .mapToInt(entry -> count.applyAsInt(entry.getValue()))
        .sum();
  }

  /** The figures as they stand in {@code docs/grounding.md}. */
  String figures() {
    StringBuilder out = new StringBuilder();
    out.append(
        "%d documents, %d passages, %d questions.\n\n"
            .formatted(corpus.documents().size(), corpus.passages(), ranks.size()));
    out.append("| the right passage is | questions | share |\n| --- | --: | --: |\n");
    for (int among : new int[] {1, 3, 6}) {
      String where = among == 1 ? "the first" : "among the first " + among;
      out.append(
          "| %s | %d | %s |\n"
              .formatted(where, recalled(among), percent(recalled(among), ranks.size())));
    }
    out.append(
        "\n| quotation | made | `verified` | `paraphrase` | `not_found` |\n"
            + "| --- | --: | --: | --: | --: |\n");
    made.forEach(
        (kind, tally) -> row(out, (kind.faithful ? "true: " : "altered: ") + kind.says, tally));
    row(out, "invented", invented);
    out.append(
        "\nFalse rejects: %d of %d true quotations (%s). "
            .formatted(falseRejects(), quotes(true), percent(falseRejects(), quotes(true))));
    int untrue = quotes(false) + invented.all();
    out.append(
        "False accepts: %d of %d altered or invented ones (%s).\n"
            .formatted(falseAccepts(), untrue, percent(falseAccepts(), untrue)));
    out.append(
        "Of %d paraphrases with another number or negation, %d say so in their note.\n"
            .formatted(grave, graveSaid));
    out.append(
        "Of %d quotations cited under a wrong document, %d were put right.\n"
            .formatted(misattributed, putRight));
    return out.toString();
  }

  private static void row(StringBuilder out, String name, Tally tally) {
    out.append(
        "| %s | %d | %d | %d | %d |\n"
            .formatted(
                name,
                tally.all(),
                tally.of(Verdict.VERIFIED),
                tally.of(Verdict.PARAPHRASE),
                tally.of(Verdict.NOT_FOUND)));
  }

  private static String percent(int part, int all) {
    return String.format(Locale.ROOT, "%.1f%%", 100.0 * part / all);
  }
}
