package org.batchrunner.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/** Reads a CSV file as another program would, which knows nothing of ours. */
final class Csv {

  private Csv() {}

  /** All rows, the header first, without the mark; apostrophes as they are. */
  static List<List<String>> rows(Path file) throws IOException {
    String text = Files.readString(file, UTF_8);
    List<List<String>> rows = new ArrayList<>();
    CSVFormat rfc4180 = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(false).get();
    try (CSVParser parser = CSVParser.parse(new StringReader(text.substring(1)), rfc4180)) {
      parser.forEach(record -> rows.add(record.toList()));
    }
    return rows;
  }
}
