package org.batchrunner.intake;

import java.util.Iterator;

/** An iterator over a file that is open until this is closed. */
public interface CloseableIterator<T> extends Iterator<T>, AutoCloseable {

  @Override
  void close();
}
