package org.batchrunner.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.batchrunner.task.options.Options;
import org.junit.jupiter.api.Test;

/** The samples are read, and their README says what they hold. */
class SamplesTest {

  private static final Path SAMPLES = Path.of("samples");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| (\\d+) \\|");

  private static Options options(Path file) throws IOException {
    Path beside = file.resolveSibling(TaskFileName.optionsOf(file.getFileName().toString()));
    OptionFile options = new OptionFile(new OptionSets(SAMPLES));
    return Options.of(Files.exists(beside) ? options.read(beside) : Map.of());
  }

  @Test
  void everySampleHoldsAsManyTasksAsItsReadmeSays() throws IOException {
    Map<String, Integer> said = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(SAMPLES.resolve("README.md")));
    while (row.find()) {
      said.put(row.group(1), Integer.parseInt(row.group(2)));
    }
    Map<String, Integer> held = new TreeMap<>();
    try (Stream<Path> files = Files.list(SAMPLES)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (TaskFileName.of(name) == TaskFileName.TASKS && !name.equals("README.md")) {
          Census census = new Dropped(file, options(file)).check();
          assertThat(census.dropped()).as(name).isZero();
          held.put(name, census.tasks());
        }
      }
    }

    assertThat(held).isEqualTo(said);
  }

  @Test
  void theSalesEmailsArePromptsMadeOfColumns() throws IOException {
    Path file = SAMPLES.resolve("sales-emails.csv");
    Options options = options(file);
    Template template = Template.parse(options.template().orElseThrow());

    assertThat(options.perBatchCap()).hasToString("1");
    assertThat(template.render(new Dropped(file, options).tasks().get(1)))
        .startsWith(
            "Write to M. Dubois of Café Lumière (runs three cafés in Lyon, and bakes its own"
                + " bread): a first e-mail");
  }
}
