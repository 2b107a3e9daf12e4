package org.batchrunner.intake;

import java.io.Reader;
import java.util.Iterator;

/** Reads CSV as RFC 4180 has it. */
public interface CsvParser {

  /**
   * @param in is read as the rows are taken, and stays open
   * @param delimiter between cells
   * @return all rows, the header and empty lines (rows of one empty cell) among them
   */
  Iterator<CsvRow> parse(Reader in, char delimiter);
}
