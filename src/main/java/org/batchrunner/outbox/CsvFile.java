package org.batchrunner.outbox;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.batchrunner.common.SpreadsheetFormula;

/**
 * Writes a CSV file that Excel, LibreOffice and Sheets open correctly: a UTF-8 mark, RFC 4180's
 * quotes and line ends, and no cell that would be run as a formula. It is not there until {@link
 * #keep}.
 */
final class CsvFile implements AutoCloseable {

  private static final char MARK = '\uFEFF';

  private final SafeFiles.Aside file;
  private final CsvWriter writer;

  CsvFile(Path target, List<String> header, char delimiter) throws IOException {
    this.file = SafeFiles.open(target);
    OutputStreamWriter encoder = new OutputStreamWriter(file.stream(), StandardCharsets.UTF_8);
    encoder.write(MARK);
    this.writer =
        CsvWriter.builder()
            .fieldSeparator(delimiter)
            .lineDelimiter(LineDelimiter.CRLF)
            .quoteStrategy(new Quotes())
            .build(encoder);
    write(header);
  }

  void write(List<String> row) throws IOException {
    CsvWriter.CsvWriterRecord cells = writer.writeRecord();
    try {
      for (String cell : row) {
        cells.writeField(SpreadsheetFormula.defuse(cell));
      }
      cells.endRecord();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  void keep() throws IOException {
    writer.close();
    file.keep();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Quotes cells so that an empty row is not a blank line, and spaces at the ends are kept. */
  private static final class Quotes implements QuoteStrategy {

    @Override
    public boolean quoteEmpty(int line, int field) {
      return field == 0;
    }

    @Override
    public boolean quoteValue(int line, int field, String value) {
      return value.charAt(0) <= ' ' || value.charAt(value.length() - 1) <= ' ';
    }
  }
}
