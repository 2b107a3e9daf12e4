package org.batchrunner.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;

class OptionFilePropertiesTest {

  @Property(tries = 300)
  void readsBackWhatItWrote(
      @ForAll("texts") String template,
      @ForAll("texts") String system,
      @ForAll("texts") String column,
      @ForAll @BigRange(min = "0", max = "1000") @Scale(9) BigDecimal cap)
      throws IOException {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("template", template);
    options.put("system", system);
    options.put("task-column", column);
    options.put("per-batch-cap", cap);
    Path file = Files.createTempFile("options", ".yaml");
    try {
      OptionFile.write(file, options);
      Map<String, Object> read = new OptionFile(new OptionSets(file)).read(file);

      assertThat(read).containsAllEntriesOf(Map.of("template", template, "system", system));
      assertThat(read).containsEntry("task-column", column);
      assertThat(new BigDecimal(read.get("per-batch-cap").toString())).isEqualByComparingTo(cap);
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 300)
  void anyBytesAreOptionsOrAClearRefusal(@ForAll @Size(max = 200) byte[] bytes) throws IOException {
    refusesOrReads(bytes);
  }

  @Property(tries = 500)
  void anyYamlIsOptionsOrAClearRefusal(@ForAll("yaml") String yaml) throws IOException {
    refusesOrReads(yaml.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static void refusesOrReads(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("options", ".yaml");
    try {
      new OptionFile(new OptionSets(file)).read(Files.write(file, bytes));
    } catch (InvalidOptionFileException e) {
      assertThat(e).hasMessageStartingWith(file.getFileName().toString());
    } finally {
      Files.delete(file);
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(30).filter(PlainText::isStorable),
        Arbitraries.strings().withChars(" \n\t:-#'\"{}[]&*!|>%@`,?\\~ab1.").ofMaxLength(30),
        Arbitraries.of("", "null", "~", "true", "no", "1", "1.0", "-0", "0x1", "---", "...", "<<"));
  }

  @Provide
  Arbitrary<String> yaml() {
    return Arbitraries.of(
            "limit",
            "when",
            "use",
            "model-parameters",
            ": ",
            "\n",
            "  ",
            "- ",
            "{",
            "}",
            "[",
            "]",
            "&a ",
            "*a",
            "!!set ",
            "!!binary ",
            "? ",
            "<<",
            "1",
            "x",
            "|",
            ">",
            "'",
            "\"",
            "#",
            "---",
            "match: x",
            "set: ",
            "null",
            ", ",
            "%YAML 1.1",
            "\t")
        .list()
        .ofMaxSize(15)
        .map(parts -> String.join("", parts));
  }
}
