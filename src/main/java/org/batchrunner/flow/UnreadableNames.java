package org.batchrunner.flow;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.batchrunner.common.Sha256;
import org.batchrunner.outbox.Receipts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of the inbox whose names Java can't read: in a locale that is not UTF-8, or because a name
 * is in another encoding. Each is named once, in the log and by a receipt, and left where it is.
 */
final class UnreadableNames {

  private static final Logger LOG = LoggerFactory.getLogger(UnreadableNames.class);

  private final Receipts receipts;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  UnreadableNames(Receipts receipts) {
    this.receipts = receipts;
  }

  /** Looks through a folder in which there seems to be such a file. */
  void tell(Path folder) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (!isReadable(entry) && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
          String name = name(entry);
          if (!name.startsWith(".") && told.add(name)) {
            tell(name, entry);
          }
        }
      }
    } catch (IOException e) {
      LOG.debug("the names in {} can't be looked at", folder, e);
    }
  }

  private void tell(String name, Path file) {
    String sentence =
        ("%s is not taken: its name can't be read with the encoding of this locale (%s). Rename it,"
                + " or start with LC_ALL=C.UTF-8, as ./batch-runner does")
            .formatted(name, System.getProperty("sun.jnu.encoding", "unknown"));
    LOG.warn("{}. Other files are taken.", sentence);
    try {
      receipts.refused(name, Sha256.hex(file), sentence);
    } catch (IOException e) {
      LOG.warn("the receipt of {} can't be written: {}", name, e.toString());
    }
  }

  /** Whether the name comes back as the same file when it is used. */
  private static boolean isReadable(Path entry) {
    try {
      return Path.of(entry.toString()).equals(entry);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** The bytes of the name as UTF-8, which is what most names are, whatever the locale. */
  private static String name(Path file) {
    URI uri = file.toUri();
    String raw = uri.getRawPath();
    String last = raw.substring(raw.lastIndexOf('/') + 1);
    return URLDecoder.decode(last.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
