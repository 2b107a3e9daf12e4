package org.batchrunner.intake;

import java.util.Iterator;
import java.util.List;

/** The rows of a task file, read as they are taken. */
interface Rows extends Iterator<Row> {

  /** The columns met so far, in file order; all of them at the end. */
  List<String> columns();

  /** Returns the number of tasks so far that are left out because their rows are hidden. */
  default int hidden() {
    return 0;
  }
}
