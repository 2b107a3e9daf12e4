package org.batchrunner.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Refuses workbooks that would fill the memory of the library that reads them: parts that inflate
 * beyond reason, and cells in columns that no sheet has.
 */
final class XlsxCheck {

  /** Texts are kept in memory while the sheet is read. */
  static final long MAX_TEXTS = 100_000_000;

  private static final long MAX_PART = 4_000_000_000L;
  private static final int MAX_ADDRESS = "XFD1048576".length();
  private static final int MAX_COLUMN_LETTERS = 3;

  private XlsxCheck() {}

  static void check(Path path, String file) throws IOException {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String name = entry.getName().toLowerCase(Locale.ROOT);
        if (name.endsWith(".xml") || name.endsWith(".rels")) {
          try (InputStream in = zip.getInputStream(entry)) {
            check(new Counted(in, name.contains("/worksheets/") ? MAX_PART : MAX_TEXTS), file);
          }
        }
      }
    } catch (TooLarge e) {
      throw new BadTaskFile(file, 0, "the workbook is too large. Save its sheet as \"CSV UTF-8\"");
    } catch (ZipException e) {
      throw damaged(file);
    }
  }

  private static void check(Counted in, String file) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(in);
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT
            && reader.getLocalName().equals("c")
            && !possible(reader.getAttributeValue(null, "r"))) {
          throw damaged(file);
        }
      }
    } catch (XMLStreamException e) {
      in.rethrow();
      throw damaged(file);
    }
  }

  private static boolean possible(@Nullable String address) {
    if (address == null) {
      return true;
    }
    int letters = 0;
    while (letters < address.length() && !Character.isDigit(address.charAt(letters))) {
      letters++;
    }
    return letters <= MAX_COLUMN_LETTERS && address.length() <= MAX_ADDRESS;
  }

  private static BadTaskFile damaged(String file) {
    return new BadTaskFile(
        file, 0, "this is no Excel workbook, or it is damaged. Save it anew as .xlsx");
  }

  private static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Trusts no length that the archive states. */
  private static final class Counted extends java.io.FilterInputStream {

    private final long most;
    private long count;
    private @Nullable IOException failure;

    Counted(InputStream in, long most) {
      super(in);
      this.most = most;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        int read = super.read(target, offset, length);
        count += Math.max(read, 0);
        if (count > most) {
          throw new TooLarge();
        }
        return read;
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    /** The parser wraps what this threw. */
    void rethrow() throws IOException {
      if (failure != null) {
        throw failure;
      }
    }
  }
}
