package org.batchrunner.web;

import java.util.List;
import org.batchrunner.ledger.Page;

/**
 * A part of a longer list.
 *
 * @param total rows of the whole list
 * @param page from 0
 * @param size rows of a page
 */
record PageJson<T>(List<T> items, long total, int page, int size) {

  private static final int LARGEST = 500;

  static <T> PageJson<T> of(Page<T> rows, int page, int size) {
    return new PageJson<>(rows.rows(), rows.total(), page, size);
  }

  /** Returns the offset of a page; refuses an impossible page or size. */
  static int offset(int page, int size) {
    if (page < 0 || size < 1 || size > LARGEST || (long) page * size > Integer.MAX_VALUE) {
      throw ApiProblem.badRequest(
          "page counts from 0, and size is from 1 to %d".formatted(LARGEST));
    }
    return page * size;
  }
}
