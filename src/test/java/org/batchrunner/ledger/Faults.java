package org.batchrunner.ledger;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** A real connection that fails now and then, as a full disk or a lost network does. */
final class Faults {

  private final Random random;
  private final double rate;
  private boolean healed;

  /** At least one of so many times it goes well, so that a test ends. */
  Faults(long seed, double rate) {
    this.random = new Random(seed);
    this.rate = rate;
  }

  synchronized void heal() {
    healed = true;
  }

  private synchronized boolean strikes() {
    return !healed && random.nextDouble() < rate;
  }

  Connection wrap(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Faults.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, args) -> {
              boolean commit = method.getName().equals("setAutoCommit") && (Boolean) args[0];
              if (commit) {
                return commit(connection, method, args);
              }
              Object result = invoke(connection, method, args);
              return result instanceof PreparedStatement statement ? wrap(statement) : result;
            });
  }

  /** Fails before it is in, or after. */
  private Object commit(Connection connection, Method method, Object[] args) throws Throwable {
    if (strikes()) {
      throw fault();
    }
    Object done = invoke(connection, method, args);
    if (strikes()) {
      throw fault();
    }
    return done;
  }

  private PreparedStatement wrap(PreparedStatement statement) {
    return (PreparedStatement)
        Proxy.newProxyInstance(
            Faults.class.getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            (proxy, method, args) -> {
              if (method.getName().startsWith("execute") && strikes()) {
                throw fault();
              }
              return invoke(statement, method, args);
            });
  }

  private SQLException fault() {
    return new SQLiteException("the disk is full, says the test", SQLiteErrorCode.SQLITE_FULL);
  }

  private static Object invoke(Object target, Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
