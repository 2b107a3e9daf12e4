package org.batchrunner.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.batchrunner.task.Citation;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Result;
import org.batchrunner.task.Workflow;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/**
 * The columns of {@code results.csv}: those of the input unchanged, then the result of each row,
 * cut if it does not fit into a spreadsheet cell.
 */
final class ResultColumns {

  private static final List<String> OURS =
      List.of("status", "provider", "model", "answer", "reason", "cost", "duration_s", "mode");

  private final InputColumns input;
  private final String inputFile;
  private final boolean taskFiles;
  private final Options options;
  private final List<ModelId> each;
  private final boolean citations;

  ResultColumns(InputColumns input, BatchFacts batch) {
    this.input = input;
    this.inputFile = AcceptedFiles.nameOf(batch.source());
    this.taskFiles = batch.options().taskFiles().written(batch.total());
    this.options = batch.options();
    this.each =
        Stream.concat(
                Stream.of(options), options.when().stream().map(when -> options.with(when.set())))
            .flatMap(possible -> side(possible).stream())
            .distinct()
            .toList();
    this.citations = !batch.corpusHash().equals(Result.NO_CORPUS);
  }

  /** How many columns are the input's. */
  int inputCount() {
    return input.names().size();
  }

  /** The file that has the input's columns whole. */
  String inputFile() {
    return inputFile;
  }

  List<String> names() {
    List<String> names = new ArrayList<>(input.names());
    Set<String> taken = names.stream().map(ResultColumns::fold).collect(Collectors.toSet());
    OURS.forEach(name -> names.add(free(name, taken)));
    each.forEach(
        model -> names.add(free("answer_" + model.provider() + "_" + model.model(), taken)));
    if (citations) {
      names.add(free("citations", taken));
    }
    return names;
  }

  private static String free(String name, Set<String> taken) {
    String free = name;
    while (!taken.add(fold(free))) {
      free = "br_" + free;
    }
    return free;
  }

  private static String fold(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  List<String> values(TaskResult outcome) {
    Result result = outcome.result();
    String whole = taskFiles ? "results/" + ResultFiles.nameOf(result) : "results.jsonl";
    List<String> values = new ArrayList<>(input.values(outcome.task()));
    values.add(result.status().wire());
    values.add(orEmpty(result.provider()));
    values.add(orEmpty(result.model()));
    values.add(Cells.fit(orEmpty(result.text()), whole));
    values.add(Cells.fit(Charge.reason(result), whole));
    values.add(Charge.of(result).toString());
    values.add(Decimals.seconds(result.durationS()).toPlainString());
    values.add(result.mode().wire());
    for (String answer : answers(outcome)) {
      values.add(Cells.fit(answer, whole));
    }
    if (citations) {
      values.add(Cells.fit(readable(citations(result)), whole));
    }
    return values;
  }

  /** Returns the models whose answers are shown side by side. */
  private static List<ModelId> side(Options options) {
    return options.workflow() == Workflow.EACH ? options.debaters() : List.of();
  }

  private List<String> answers(TaskResult outcome) {
    if (each.isEmpty()) {
      return List.of();
    }
    List<ModelId> asked = side(options.forTask(outcome.task()));
    List<String> answers = Debaters.answers(asked, outcome.result().drafts());
    return each.stream()
        .map(model -> asked.contains(model) ? answers.get(asked.indexOf(model)) : "")
        .toList();
  }

  /** Returns the citations of the answer, or those of all drafts if none became the answer. */
  private static List<Citation> citations(Result result) {
    return result.citations().isEmpty() && result.text() == null
        ? result.drafts().stream().flatMap(draft -> draft.citations().stream()).toList()
        : result.citations();
  }

  private static String readable(List<Citation> citations) {
    return citations.stream().map(ResultColumns::readable).collect(Collectors.joining("\n"));
  }

  /** {@code guide.pdf, page 3: "Wear a helmet." (verified)}, with what a reader should know. */
  private static String readable(Citation citation) {
    String source = citation.document() != null ? citation.document() : orEmpty(citation.title());
    String page = citation.page() != null ? ", page " + citation.page() : "";
    String note = citation.note() != null ? "; " + citation.note() : "";
    return "%s%s: \"%s\" (%s%s)"
        .formatted(
            source, page, citation.quote(), citation.verdict().wire().replace('_', ' '), note);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
