package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.EntryId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.lab.CoreLikeWrites.Turn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * SQLite in the mode that keeps what it acknowledged through a power cut: write-ahead log, {@code
 * synchronous=FULL}. Everything else is as SQLite has it. A group is one transaction.
 *
 * <p>It keeps the entries and the look-ups over them that our store keeps, with keys of the same
 * lengths: by arrival, by id, in the order of logs, by task, and the live list of each task. It is
 * spared the rest of what ours writes: states of logs, digest, counters, checksums.
 */
final class SqliteLog implements DurableLog {
  /** The driver unpacks its native library there. */
  private static final String UNPACK_PROPERTY = "org.sqlite.tmpdir";

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE entry (arrival INTEGER PRIMARY KEY, id BLOB NOT NULL, log BLOB NOT NULL,"
              + " seq INTEGER NOT NULL, task BLOB NOT NULL, proven INTEGER NOT NULL,"
              + " canonical BLOB NOT NULL)",
          "CREATE UNIQUE INDEX entry_id ON entry (id)",
          "CREATE INDEX entry_log ON entry (log, seq)",
          "CREATE INDEX entry_history ON entry (task)",
          "CREATE TABLE live (task BLOB PRIMARY KEY, entries BLOB NOT NULL) WITHOUT ROWID");

  private final Connection connection;
  private final PreparedStatement append;
  private final PreparedStatement live;

  private SqliteLog(Connection connection) throws SQLException {
    this.connection = connection;
    this.append = connection.prepareStatement("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)");
    this.live = connection.prepareStatement("INSERT OR REPLACE INTO live VALUES (?, ?)");
  }

  /** Loads the driver. */
  static void unpackInto(Path folder) throws IOException, SQLException {
    System.setProperty(UNPACK_PROPERTY, folder.toString());
    try (Connection connection = connect(":memory:")) {
      connection.getMetaData();
    }
  }

  /** {@code 3.50.1 (driver 3.50.1.0)}. */
  static String version() throws SQLException {
    try (Connection connection = connect(":memory:")) {
      return "%s (driver %s)"
          .formatted(
              connection.getMetaData().getDatabaseProductVersion(),
              connection.getMetaData().getDriverVersion());
    }
  }

  static SqliteLog open(Path folder) throws SQLException {
    Connection connection = connect(folder.resolve("sqlite").toString());
    try (Statement statement = connection.createStatement()) {
      set(statement, "journal_mode = WAL", "wal");
      statement.execute("PRAGMA synchronous = FULL");
      set(statement, "synchronous", "2");
      for (String table : TABLES) {
        statement.execute(table);
      }
    }
    connection.setAutoCommit(false);
    return new SqliteLog(connection);
  }

  private static Connection connect(String database) throws SQLException {
    try {
      return DriverManager.getConnection("jdbc:sqlite:" + database);
    } catch (SQLException e) {
      throw new SQLException(
          "SQLite cannot be used (its driver is in lib/bench of the distribution): "
              + e.getMessage(),
          e);
    }
  }

  /** A mode that was not taken would make the comparison a lie. */
  private static void set(Statement statement, String pragma, String expected) throws SQLException {
    try (ResultSet answer = statement.executeQuery("PRAGMA " + pragma)) {
      String value = answer.next() ? answer.getString(1) : "";
      if (!value.equals(expected)) {
        throw new SQLException("SQLite answers PRAGMA " + pragma + " with \"" + value + "\"");
      }
    }
  }

  @Override
  public void append(List<Turn> group) throws SQLException {
    for (Turn turn : group) {
      insert(turn.stored());
      for (Write write : turn.writes()) {
        if (write instanceof Write.Live decided) {
          replace(decided);
        }
      }
    }
    connection.commit();
  }

  private void insert(StoredEntry stored) throws SQLException {
    Entry entry = stored.entry();
    append.setLong(1, stored.arrival());
    append.setBytes(2, prefix(entry.id()));
    append.setBytes(3, entry.log().author().bytes().concat(epoch(entry)).toArray());
    append.setLong(4, entry.seq());
    append.setBytes(5, entry.key().orElseThrow().bytes().toArray());
    append.setBoolean(6, stored.proven());
    append.setBytes(7, entry.canonical().toArray());
    append.executeUpdate();
  }

  private void replace(Write.Live decided) throws SQLException {
    ByteBuffer entries = ByteBuffer.allocate(decided.entries().size() * EntryId.PREFIX_BYTES);
    decided.entries().forEach(id -> entries.put(prefix(id)));
    live.setBytes(1, decided.task().bytes().toArray());
    live.setBytes(2, entries.array());
    live.executeUpdate();
  }

  private static byte[] prefix(EntryId id) {
    return id.bytes().slice(0, EntryId.PREFIX_BYTES).toArray();
  }

  private static Bytes epoch(Entry entry) {
    return Bytes.copyOf(ByteBuffer.allocate(Integer.BYTES).putInt(entry.log().epoch()).array());
  }

  @Override
  public void close() throws SQLException {
    append.close();
    live.close();
    connection.close();
  }
}
