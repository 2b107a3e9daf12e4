package org.batchrunner.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import javax.sql.DataSource;
import org.batchrunner.files.PrivateFiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteOpenMode;

/** The connections to the database, and its schema. */
final class Database {

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private static final int READERS = 4;
  private static final int CACHE_KIB = 16_384;
  private static final int CHECKPOINT_PAGES = 8000;
  private static final int LOGIN_SECONDS = 5;
  private static final Duration NETWORK_TIMEOUT = Duration.ofSeconds(60);
  private static final int WAL_BYTES_KEPT = 64 << 20;

  final SqlDialect dialect;
  private final LedgerSettings settings;

  /** Checks that the file is still the one that was opened first. */
  private WriteSession.Check file = () -> {};

  Database(LedgerSettings settings) {
    this.settings = settings;
    this.dialect = settings.sqlite() ? SqlDialect.SQLITE : SqlDialect.POSTGRESQL;
  }

  /** The connection that writes. */
  WriteSession session() throws SQLException {
    Connection connection = connection();
    try (Statement statement = connection.createStatement()) {
      boolean unused = statement.execute("SELECT id FROM writer LIMIT 1");
    } catch (SQLException e) {
      connection.close();
      throw LedgerFile.unreadable(settings, e);
    }
    return new WriteSession(connection, dialect, file);
  }

  Connection connection() throws SQLException {
    Connection connection = connect(writing());
    try (Statement statement = connection.createStatement()) {
      boolean unused = statement.execute(dialect.durably(CHECKPOINT_PAGES));
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  /**
   * Connects, and checks the file again; if that fails, the connection stays open, because closing
   * it would remove the write-ahead log.
   */
  private Connection connect(Properties properties) throws SQLException {
    file.check();
    Connection connection = DriverManager.getConnection(settings.url(), properties);
    file.check();
    return connection;
  }

  private Properties writing() {
    if (dialect == SqlDialect.SQLITE) {
      SQLiteConfig config = new SQLiteConfig();
      config.setJournalMode(JournalMode.WAL);
      config.setSynchronous(SynchronousMode.FULL);
      config.setTransactionMode(TransactionMode.IMMEDIATE);
      config.setBusyTimeout((int) settings.busyTimeout().toMillis());
      config.setCacheSize(-CACHE_KIB);
      config.setJournalSizeLimit(WAL_BYTES_KEPT);
      return config.toProperties();
    }
    Properties properties = new Properties();
    user(properties);
    properties.setProperty("reWriteBatchedInserts", "true");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", "batch-runner");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("socketTimeout", Long.toString(NETWORK_TIMEOUT.toSeconds()));
    properties.setProperty(
        "options",
        "-c lock_timeout=%d -c idle_in_transaction_session_timeout=%d"
            .formatted(settings.busyTimeout().toMillis(), NETWORK_TIMEOUT.toMillis()));
    return properties;
  }

  private void user(Properties properties) {
    if (settings.username() != null) {
      properties.setProperty("user", settings.username());
    }
    if (settings.password() != null) {
      properties.setProperty("password", settings.password());
    }
  }

  /** Connections that only read. */
  HikariDataSource readers() {
    HikariConfig config = new HikariConfig();
    config.setPoolName("ledger-readers");
    config.setMaximumPoolSize(READERS);
    config.setMinimumIdle(1);
    if (dialect == SqlDialect.SQLITE) {
      SQLiteConfig sqlite = new SQLiteConfig();
      // A reader must not create the file again after it was moved away.
      sqlite.resetOpenMode(SQLiteOpenMode.CREATE);
      sqlite.setBusyTimeout((int) settings.busyTimeout().toMillis());
      config.setDataSource(source(sqlite.toProperties()));
      config.setConnectionInitSql("PRAGMA query_only = 1");
    } else {
      Properties properties = new Properties();
      user(properties);
      config.setDataSource(source(properties));
      config.setReadOnly(true);
    }
    return new HikariDataSource(config);
  }

  private DataSource source(Properties properties) {
    return new AbstractDataSource() {
      @Override
      public Connection getConnection() throws SQLException {
        return connect(properties);
      }

      @Override
      public Connection getConnection(String username, String password) {
        throw new UnsupportedOperationException("the ledger's user is set once, for all");
      }

      @Override
      public int getLoginTimeout() {
        return LOGIN_SECONDS;
      }

      @Override
      public void setLoginTimeout(int seconds) {
        // The settings of the driver are used.
      }
    };
  }

  /** Copies an SQLite file while it is in use, without its free pages. */
  void copyInto(Path file) {
    try {
      makeFile(file.toAbsolutePath());
      try (Connection connection = connect(new Properties());
          PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
        vacuum.setString(1, file.toString());
        vacuum.executeUpdate();
      }
    } catch (IOException | SQLException e) {
      throw new LedgerException(
          "the ledger can't be copied to %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Makes the file, readable by its owner only, and brings the schema up to date.
   *
   * @throws LedgerException if that fails, or a newer version of the program has updated the schema
   */
  void prepare() {
    LedgerSchema schema =
        new LedgerSchema(
            new DriverManagerDataSource(settings.url(), writing()), dialect.placeholders());
    if (dialect == SqlDialect.POSTGRESQL) {
      schema.update();
      return;
    }
    Path path = settings.file();
    try {
      LedgerFile.requireWithLog(path);
      makeFile(path);
      if (!schema.isCurrent()) {
        updateAlone(schema, path);
      }
      file = new LedgerFile(path);
    } catch (IOException | SQLException e) {
      throw new LedgerException(
          "the file of the ledger, %s, can't be created: %s".formatted(path, e.getMessage()), e);
    }
  }

  /** Flyway does not keep two programs from updating an SQLite file at once. */
  private static void updateAlone(LedgerSchema schema, Path file) throws IOException {
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assert held.isValid();
      schema.update();
    }
  }

  private static void makeFile(Path file) throws IOException {
    PrivateFiles.folder(Objects.requireNonNull(file.getParent(), "an absolute path has a folder"));
    if (!PrivateFiles.file(file)) {
      close(file);
    }
  }

  /** Makes the file readable by its owner only, as it may come from a backup or another program. */
  private static void close(Path file) {
    for (String more : new String[] {"", "-wal", "-shm"}) {
      Path path = file.resolveSibling(file.getFileName() + more);
      try {
        if (PrivateFiles.close(path)) {
          LOG.warn(
              "{} could be read by other users; its permissions were changed so that only its owner can read it",
              path);
        }
      } catch (IOException e) {
        LOG.warn(
            "{} can be read by other users, and its permissions can't be changed: {}",
            path,
            e.toString());
      }
    }
  }

  /** Where an SQLite ledger is; null in PostgreSQL. */
  @Nullable Path file() {
    return dialect == SqlDialect.SQLITE ? settings.file() : null;
  }
}
