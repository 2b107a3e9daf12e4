package org.batchrunner.outbox;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.batchrunner.task.options.Options;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Writes the files that exist as soon as a task file is accepted: a copy of it, and the options in
 * force.
 */
public final class AcceptedFiles {

  private final Outbox outbox;

  public AcceptedFiles(Outbox outbox) {
    this.outbox = outbox;
  }

  /** The folder of a batch. */
  public Path folder(String batch) {
    return outbox.path(batch);
  }

  /**
   * Writes {@code tasks.csv}, or with the extension that the file has, and {@code options.yaml}.
   *
   * @param input the copy of what was dropped
   * @param source the file's name as it was dropped
   * @param options to which all of their defaults are written out
   */
  public void write(String batch, Path input, String source, Options options) throws IOException {
    Path folder = outbox.folder(batch);
    try (SafeFiles.Aside copy = SafeFiles.open(SafeFiles.in(folder, nameOf(source)))) {
      copy.append(input);
      copy.keep();
    }
    writeOptions(batch, options);
  }

  /**
   * As {@link #write}, but a copy of the file that is there already is left alone, and one that is
   * being made is waited for.
   */
  public void writeMissing(String batch, Path input, String source, Options options)
      throws IOException {
    outbox.oneAtATime(
        batch,
        () -> {
          if (Files.exists(SafeFiles.in(outbox.folder(batch), nameOf(source)))) {
            writeOptions(batch, options);
          } else {
            write(batch, input, source, options);
          }
        });
  }

  /** Writes {@code options.yaml} again, after options were changed while the batch runs. */
  public void writeOptions(String batch, Options options) throws IOException {
    SafeFiles.write(
        SafeFiles.in(outbox.folder(batch), "options.yaml"),
        yaml(options).getBytes(StandardCharsets.UTF_8));
  }

  /** The name that the copy of a file gets: {@code tasks.csv}. */
  static String nameOf(String source) {
    String extension = source.substring(source.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return extension.matches("[a-z0-9]{1,10}") && extension.length() < source.length()
        ? "tasks." + extension
        : "tasks.txt";
  }

  static String yaml(Options options) {
    DumperOptions style = new DumperOptions();
    style.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    style.setSplitLines(false);
    style.setAllowUnicode(true);
    return new Yaml(new PlainDecimals(style), style).dump(plain(options.inForce()));
  }

  private static Object plain(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, element) -> copy.put(key, plain(element)));
      return copy;
    }
    return value instanceof List<?> list ? list.stream().map(AcceptedFiles::plain).toList() : value;
  }

  /** Decimals as a user writes them: no exponent, no type. */
  private static final class PlainDecimals extends Representer {

    PlainDecimals(DumperOptions style) {
      super(style);
      representers.put(
          BigDecimal.class,
          number -> {
            String plain = ((BigDecimal) number).toPlainString();
            boolean readAlike = Double.toString(Double.parseDouble(plain)).indexOf('E') < 0;
            return representScalar(
                plain.indexOf('.') < 0 ? Tag.INT : readAlike ? Tag.FLOAT : Tag.STR, plain);
          });
    }
  }
}
