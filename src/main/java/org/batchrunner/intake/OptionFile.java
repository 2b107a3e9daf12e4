package org.batchrunner.intake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.task.options.Option;

/** Option files: {@code NAME.yaml} beside {@code NAME.csv}. */
public final class OptionFile {

  private final OptionSets sets;

  public OptionFile(OptionSets sets) {
    this.sets = sets;
  }

  /**
   * The options of a file, with those of the set that it names with {@code use}.
   *
   * @return raw values by key, as {@link org.batchrunner.task.options.Options#of} takes them
   * @throws InvalidOptionFileException naming the line, the key, the value and what is allowed
   */
  public Map<String, Object> read(Path file) throws IOException {
    Map<String, Object> raw = OptionYaml.read(file);
    try {
      return sets.resolve(raw);
    } catch (InvalidOptionException e) {
      throw new InvalidOptionFileException(
          file.getFileName().toString(), 0, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Adds the file and the line to an error, if the wrong value is in an option file.
   *
   * @param file may be missing
   */
  public static RuntimeException at(Path file, InvalidOptionException wrong) {
    long line = OptionYaml.lineOf(file, wrong.key(), wrong.inner());
    return line == 0
        ? wrong
        : new InvalidOptionFileException(
            String.valueOf(file.getFileName()), line, String.valueOf(wrong.getMessage()));
  }

  /**
   * A value given as YAML on a command line.
   *
   * @throws InvalidOptionException if it is not valid YAML
   */
  public static Object value(String yaml) {
    return OptionYaml.value(yaml);
  }

  /**
   * A value given as text: as it is, but for options that take lists or maps, which may be YAML.
   */
  public static Object given(Option option, String text) {
    boolean yaml = text.startsWith("[") || text.startsWith("{");
    return yaml && option.isStructured() ? value(text) : text;
  }

  /** Writes options as YAML, whole or not at all; {@link #read} gives them back. */
  public static void write(Path file, Map<String, Object> options) throws IOException {
    OptionYaml.write(file, options);
  }
}
