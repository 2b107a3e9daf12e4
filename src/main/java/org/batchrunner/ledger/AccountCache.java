package org.batchrunner.ledger;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The books of the batches that this program writes to. Those of the last transaction are kept, and
 * used again if the batch's revision shows that nobody else has changed it.
 */
final class AccountCache {

  private static final int KEPT = 64;

  private final Map<Long, AccountState> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Long, AccountState> used = new LinkedHashMap<>();

  /**
   * Opens the books of a transaction, their accounts locked, in the order of their numbers so that
   * two programs can't wait for each other.
   */
  void open(AccountReader reader, List<Long> batches) throws SQLException {
    used.clear();
    for (Long batch : batches) {
      Account account = reader.account(batch);
      if (account == null) {
        continue;
      }
      AccountState book = kept.get(batch);
      if (book == null || !book.renew(account, reader)) {
        book = new AccountState(batch, account, reader.highest(batch), reader);
        kept.put(batch, book);
      }
      used.put(batch, book);
    }
  }

  AccountTransaction keeper(long batch) {
    AccountState book = used.get(batch);
    if (book == null) {
      throw new LedgerException("there is no batch number " + batch + " in the ledger");
    }
    return new AccountTransaction(book);
  }

  /** Those of this transaction. */
  Collection<AccountState> used() {
    return used.values();
  }

  void committed() {
    used.values().forEach(AccountState::committed);
    used.clear();
    Iterator<AccountState> eldest = kept.values().iterator();
    for (int i = kept.size(); i > KEPT; i--) {
      eldest.next();
      eldest.remove();
    }
  }

  /** Forgets all: a transaction failed. */
  void clear() {
    used.clear();
    kept.clear();
  }

  /** The numbers of the batches, each once, in order. */
  static List<Long> inOrder(List<WriteRequest<?>> entries) {
    return entries.stream().map(entry -> entry.batch).distinct().sorted().toList();
  }
}
