package org.batchrunner.ledger;

import java.util.List;

/**
 * A part of a longer list.
 *
 * @param total rows of the whole list
 */
public record Page<T>(List<T> rows, long total) {

  public Page {
    rows = List.copyOf(rows);
  }
}
