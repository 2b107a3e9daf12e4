package org.batchrunner.intake;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The formats of task files. */
public enum TaskFormat {
  CSV,
  TSV,
  TXT,
  MD,
  JSONL,
  /** An Excel workbook: its first sheet, read as a CSV file of it. */
  XLSX;

  /** With its dot: {@code .csv}. */
  public String extension() {
    return "." + name().toLowerCase(Locale.ROOT);
  }

  /** By the extension, in any case. */
  public static Optional<TaskFormat> of(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    return Stream.of(values()).filter(format -> name.endsWith(format.extension())).findFirst();
  }
}
