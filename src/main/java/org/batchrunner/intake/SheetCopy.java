package org.batchrunner.intake;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a sheet as texts, in a file that has no name any more, so that nothing is left of it
 * whatever becomes of the program. It can be read as often as wanted, by several threads.
 */
final class SheetCopy {

  /** A row that has a cell with a text. */
  record SheetRow(int number, boolean hidden, Map<Integer, String> cells) {}

  /** Cells that are shown as one. */
  record Merge(int top, int bottom, int column) {}

  private static final int BUFFER = 65_536;
  private static final int END = -1;

  private final RandomAccessFile file;
  private final Path named;
  private List<Merge> merges = List.of();
  private String sheet = "";
  private int otherSheets;
  private long length;
  private int users = 1;

  SheetCopy() throws IOException {
    named = Files.createTempFile("batch-runner-", ".sheet");
    file = new RandomAccessFile(named.toFile(), "rw");
    try {
      Files.delete(named);
    } catch (IOException e) {
      // A system that deletes no open file: at the end, then.
      named.toFile().deleteOnExit();
    }
  }

  /** Writes the rows, once. */
  final class Writer implements AutoCloseable {

    private final DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(new End(), BUFFER));

    void write(SheetRow row) throws IOException {
      out.writeInt(row.number);
      out.writeBoolean(row.hidden);
      out.writeInt(row.cells.size());
      for (Map.Entry<Integer, String> cell : row.cells.entrySet()) {
        byte[] text = cell.getValue().getBytes(StandardCharsets.UTF_8);
        out.writeInt(cell.getKey());
        out.writeInt(text.length);
        out.write(text);
      }
    }

    long written() {
      return length;
    }

    void end(String name, int others, List<Merge> merged) {
      sheet = name;
      otherSheets = others;
      merges = List.copyOf(merged);
    }

    @Override
    public void close() throws IOException {
      out.writeInt(END);
      out.close();
    }
  }

  private final class End extends OutputStream {

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      synchronized (file) {
        file.seek(length);
        file.write(bytes, offset, count);
        length += count;
      }
    }
  }

  /** Reads the rows from the first on. */
  final class Reader {

    private final DataInputStream in =
        new DataInputStream(new BufferedInputStream(new Begin(), BUFFER));

    private boolean ended;

    /** Null at the end, however often it is asked for. */
    @Nullable SheetRow next() throws IOException {
      int number = ended ? END : in.readInt();
      if (number == END) {
        ended = true;
        return null;
      }
      boolean hidden = in.readBoolean();
      int count = in.readInt();
      Map<Integer, String> cells = new java.util.TreeMap<>();
      for (int i = 0; i < count; i++) {
        int column = in.readInt();
        byte[] text = in.readNBytes(in.readInt());
        cells.put(column, new String(text, StandardCharsets.UTF_8));
      }
      return new SheetRow(number, hidden, cells);
    }
  }

  private final class Begin extends InputStream {

    private long position;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      synchronized (file) {
        if (users == 0) {
          throw new EOFException("closed");
        }
        file.seek(position);
        int read = file.read(target, offset, (int) Math.min(count, length - position));
        position += Math.max(read, 0);
        return position == length && read == 0 ? -1 : read;
      }
    }
  }

  String sheet() {
    return sheet;
  }

  /** Sheets of the workbook that were left alone. */
  int otherSheets() {
    return otherSheets;
  }

  List<Merge> merges() {
    return merges;
  }

  long length() {
    return length;
  }

  /** Adds a user of the copy; returns false if it has been deleted because it had no user left. */
  boolean use() {
    synchronized (file) {
      if (users == 0) {
        return false;
      }
      users++;
      return true;
    }
  }

  /** Removes a user of the copy; the last one deletes it. */
  void release() {
    synchronized (file) {
      if (--users == 0) {
        try {
          file.close();
          Files.deleteIfExists(named);
        } catch (IOException e) {
          named.toFile().deleteOnExit();
        }
      }
    }
  }
}
