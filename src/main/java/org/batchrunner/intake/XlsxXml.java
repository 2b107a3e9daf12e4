package org.batchrunner.intake;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a part, by their names without a namespace: Excel's and those of Strict Open XML
 * have the same. Anything that is no well-formed XML is refused.
 */
final class XlsxXml implements Closeable {

  private static final int MAX_DEPTH = 64;
  private static final XMLInputFactory FACTORY = factory();

  private final InputStream in;
  private final String file;
  private final XMLStreamReader reader;
  private int depth;
  private int event;

  XlsxXml(InputStream in, String file) throws IOException {
    this.in = in;
    this.file = file;
    try {
      this.reader = FACTORY.createXMLStreamReader(in);
    } catch (XMLStreamException e) {
      throw refusal(e);
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = new InputFactoryImpl();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    return factory;
  }

  /** Goes to the next tag or text; false at the end. */
  boolean next() {
    try {
      if (!reader.hasNext()) {
        return false;
      }
      event = reader.next();
    } catch (XMLStreamException e) {
      throw refusal(e);
    }
    switch (event) {
      case XMLStreamConstants.START_ELEMENT -> {
        if (++depth > MAX_DEPTH) {
          throw XlsxParts.damaged(file);
        }
      }
      case XMLStreamConstants.END_ELEMENT -> depth--;
      case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
          throw XlsxParts.damaged(file);
      default -> {
        // text
      }
    }
    return event != XMLStreamConstants.END_DOCUMENT;
  }

  /** Returns whether the tag at hand opens this element. */
  boolean opens(String element) {
    return event == XMLStreamConstants.START_ELEMENT && reader.getLocalName().equals(element);
  }

  boolean opens() {
    return event == XMLStreamConstants.START_ELEMENT;
  }

  boolean closes(String element) {
    return event == XMLStreamConstants.END_ELEMENT && reader.getLocalName().equals(element);
  }

  String name() {
    return reader.getLocalName();
  }

  /** An attribute of the tag at hand, whatever its namespace. */
  @Nullable String attribute(String name) {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      if (reader.getAttributeLocalName(i).equals(name)) {
        return reader.getAttributeValue(i);
      }
    }
    return null;
  }

  /** Goes behind the end of the element at hand. */
  void skip() {
    int outside = depth - 1;
    while (depth > outside && next()) {
      // what is in it
    }
  }

  /**
   * Adds the text of the element at hand and goes to its end.
   *
   * @param row the line, for a refusal of what is too long
   */
  void text(StringBuilder text, long row) {
    int outside = depth - 1;
    while (depth > outside && next()) {
      if (depth == outside + 1
          && (event == XMLStreamConstants.CHARACTERS
              || event == XMLStreamConstants.CDATA
              || event == XMLStreamConstants.SPACE)) {
        text.append(reader.getText());
        if (text.length() > FileLimits.RECORD) {
          throw new InvalidTaskFileException(
              file,
              row,
              "a cell is longer than %,d characters; shorten it".formatted(FileLimits.RECORD));
        }
      }
    }
  }

  private InvalidTaskFileException refusal(XMLStreamException e) {
    if (e.getNestedException() instanceof IOException io
        && !(io instanceof java.util.zip.ZipException || io instanceof java.io.EOFException)
        && !(io instanceof java.io.CharConversionException)) {
      throw new UncheckedIOException(io);
    }
    InvalidTaskFileException damaged = XlsxParts.damaged(file);
    damaged.initCause(e);
    return damaged;
  }

  @Override
  public void close() throws IOException {
    try {
      reader.close();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    } finally {
      in.close();
    }
  }
}
