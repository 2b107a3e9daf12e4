package org.batchrunner.ledger;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the account states of the batches that this program writes to. Those of the last
 * transaction are reused if the revision of the batch shows that no other program has changed it.
 */
final class AccountCache {

  private static final int KEPT = 64;

  private final Map<Long, AccountState> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Long, AccountState> used = new LinkedHashMap<>();

  /**
   * Loads the accounts of a transaction and locks them, in the order of their numbers to avoid
   * deadlocks between programs.
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

  /** Returns the accounts of this transaction. */
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

  /** Forgets all accounts, after a transaction failed. */
  void clear() {
    used.clear();
    kept.clear();
  }

  /** The numbers of the batches, each once, in order. */
  static List<Long> inOrder(List<WriteRequest<?>> entries) {
    return entries.stream().map(entry -> entry.batch).distinct().sorted().toList();
  }
}
