package org.batchrunner.corpus;

import java.io.IOException;

/** Takes a document's text as it is read. */
interface TextSink {

  /** The next page begins here. */
  void page() throws IOException;

  void append(CharSequence text) throws IOException;
}
