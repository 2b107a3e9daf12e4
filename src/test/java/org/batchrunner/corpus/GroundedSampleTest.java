package org.batchrunner.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.batchrunner.task.options.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroundedSampleTest {

  private static final Map<String, String> ANSWERS =
      Map.of(
          "tent", "for these the period is 21 days",
          "pump", "the impeller is blocked",
          "stove", "Never use it in a tent",
          "canister", "can't be sent by express");

  @TempDir Path temp;

  @Test
  void thePassagesOfTheSampleHoldTheAnswers() throws IOException {
    List<Path> folder = List.of(Path.of("samples/grounded-questions.corpus"));
    try (Corpus corpus = Corpus.open(folder, temp, Clock.systemUTC());
        CsvReader<NamedCsvRecord> rows =
            CsvReader.builder().ofNamedCsvRecord(Path.of("samples/grounded-questions.csv"))) {
      int answered = 0;
      for (NamedCsvRecord row : rows) {
        String prompt =
            corpus.passages(row.getField("task"), 6, 3000).stream()
                .map(Passage::text)
                .collect(java.util.stream.Collectors.joining("\n"));
        String answer = ANSWERS.get(row.getField("id"));
        if (answer != null) {
          assertThat(prompt.replaceAll("\\s+", " ")).contains(answer);
          answered++;
        }
      }
      assertThat(answered).isEqualTo(ANSWERS.size());
    }
  }

  @Test
  void itsOptionsAreValid() throws IOException {
    Object yaml =
        new org.yaml.snakeyaml.Yaml()
            .load(java.nio.file.Files.readString(Path.of("samples/grounded-questions.yaml")));
    @SuppressWarnings("unchecked")
    Map<String, Object> raw = new java.util.LinkedHashMap<>((Map<String, Object>) yaml);
    raw.remove("use");
    assertThat(Options.of(raw).requiredCitations()).isEqualTo(2);
  }
}
