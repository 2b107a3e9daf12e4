package org.batchrunner.flow;

import java.io.Reader;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.dataformat.csv.CsvDataFormat;
import org.apache.camel.dataformat.csv.CsvRecordConverter;
import org.apache.camel.support.DefaultExchange;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.batchrunner.intake.CsvParser;
import org.batchrunner.intake.CsvRow;
import org.springframework.stereotype.Component;

/** Camel's CSV data format, reading lazily. */
@Component
public final class CamelCsvParser implements CsvParser {

  private final CamelContext context;

  public CamelCsvParser(CamelContext context) {
    this.context = context;
  }

  @Override
  @SuppressWarnings("unchecked")
  public Iterator<CsvRow> parse(Reader in, char delimiter) {
    try (CsvDataFormat csv = new CsvDataFormat(CSVFormat.RFC4180)) {
      csv.setDelimiter(delimiter);
      csv.setLazyLoad(true);
      csv.setRecordConverter(new Rows());
      csv.start();
      return (Iterator<CsvRow>) csv.unmarshal(new DefaultExchange(context), in);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("Camel's CSV data format does not start", e);
    }
  }

  /** Knows where each row begins: in the line after the end of the one before. */
  private static final class Rows implements CsvRecordConverter<CsvRow> {

    private long line = 1;

    @Override
    public CsvRow convertRecord(CSVRecord row) {
      long begins = line;
      line = row.getParser().getCurrentLineNumber() + 1;
      return new CsvRow(begins, List.of(row.values()));
    }
  }
}
