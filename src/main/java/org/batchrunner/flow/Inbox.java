package org.batchrunner.flow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.RuntimeCamelException;
import org.batchrunner.batch.EventLog;
import org.batchrunner.batch.accept.BatchAcceptor;
import org.batchrunner.common.Json;
import org.batchrunner.intake.OptionFiles;
import org.batchrunner.intake.RejectedFileException;
import org.batchrunner.intake.TaskFileName;
import org.batchrunner.ledger.Accepted;
import org.batchrunner.ledger.LedgerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to files that arrive. Named by the inbox routes. A file may lie in the inbox, or
 * come as a message's body with its name in the header {@code CamelFileName}, as it does from SFTP,
 * a bucket or a queue.
 */
public final class Inbox {

  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

  private static final String FILE = "arrived";
  private static final String DONE = ".done";
  private static final String FAILED = ".failed";
  private static final String CORPUS = ".corpus";
  private static final String UNNAMED = "message.jsonl";

  private final BatchAcceptor acceptance;
  private final LoneOptions lone;
  private final Path inbox;
  private final Path spool;
  private final Map<Path, String> left = new ConcurrentHashMap<>();
  private final StuckFiles stuck = new StuckFiles();

  /**
   * @param spool where bodies of messages are kept while they are accepted
   */
  Inbox(BatchAcceptor acceptance, LoneOptions lone, Path inbox, Path spool) {
    this.acceptance = acceptance;
    this.lone = lone;
    this.inbox = inbox;
    this.spool = spool;
  }

  /** Accepts a file durably; the body becomes the batch's id. */
  public void accept(Exchange exchange) throws IOException {
    Path file = arrived(exchange);
    exchange.setProperty(FILE, file);
    Optional<String> before = stuck.batchOf(file);
    if (before.isPresent()) {
      exchange.getMessage().setBody(before.get());
      return;
    }
    if (TaskFileName.of(nameOf(file)) == TaskFileName.OPTIONS) {
      throw acceptance.droppedOptions().refuse(file, lone.why(file));
    }
    Accepted accepted = acceptance.accept(file, Map.of(), inInbox(file));
    left.remove(file);
    exchange.getMessage().setBody(accepted.batch().id());
  }

  /** Moves a file away when it has been accepted. */
  public void done(Exchange exchange) throws IOException {
    Path file = exchange.getProperty(FILE, Path.class);
    if (inInbox(file)) {
      if (stuck.moves(file, exchange.getMessage().getBody(String.class), () -> move(file, DONE))) {
        acceptance.moved(file);
        lone.taken(nameOf(file));
      }
    } else {
      try {
        Files.deleteIfExists(file);
        forget(file);
      } catch (IOException e) {
        // The batch has its own copy; to fail here would have the message sent again.
        LOG.warn("{} is accepted and can't be deleted: {}", file, e.toString());
      }
    }
  }

  /** Whether a file is refused, since it or its options are wrong. */
  public boolean isRejected(Exchange exchange) {
    return exchange.getProperty(Exchange.EXCEPTION_CAUGHT) instanceof RejectedFileException;
  }

  /** Moves a bad file away, with a file beside it that says why. */
  public void refuse(Exchange exchange) throws IOException {
    Path file = exchange.getProperty(FILE, Path.class);
    Throwable why = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    if (!stuck.isRefused(file)) {
      EventLog.refused(nameOf(file), String.valueOf(why.getMessage()));
    }
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      stuck.moves(file, null, () -> fail(file, String.valueOf(why.getMessage())));
    }
    boolean unused = answer(exchange, 422, "Refused", String.valueOf(why.getMessage()));
  }

  /** Whoever sent the file over HTTP hears what became of it; others find it in the receipt. */
  private static boolean answer(Exchange exchange, int status, String title, String sentence) {
    Message message = exchange.getMessage();
    if (message.getHeader(Exchange.HTTP_METHOD) == null) {
      return false;
    }
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    message.setHeader(Exchange.CONTENT_TYPE, "application/problem+json");
    message.setBody(
        Json.write(
            Map.of("type", "about:blank", "title", title, "status", status, "detail", sentence)));
    return true;
  }

  private void fail(Path file, String why) throws IOException {
    Path moved = move(file, FAILED);
    Files.writeString(
        moved.resolveSibling(nameOf(moved) + ".error.txt"),
        why + System.lineSeparator(),
        StandardCharsets.UTF_8);
    forget(file);
  }

  /** A file that came as a message had a folder of its own. */
  private void forget(Path file) throws IOException {
    Path folder = file.getParent();
    if (!inInbox(file) && folder != null && spool.equals(folder.getParent())) {
      Files.deleteIfExists(folder);
    }
  }

  /**
   * A file that can't be taken now, the disk being full, say: it stays in the inbox, and is seen
   * again. What comes from elsewhere is left to the endpoint that brought it.
   */
  public void leave(Exchange exchange) {
    Path file = exchange.getProperty(FILE, Path.class);
    Throwable why = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    boolean empty = why.getCause() instanceof InvalidPayloadException;
    if (empty
        ? answer(exchange, 400, "Bad request", "The message holds no file")
        : answer(exchange, 503, "Not now", "The file can't be accepted now; the log says why")) {
      LOG.error("a file that was sent over HTTP can't be accepted", why);
      return;
    }
    if (file == null || !inInbox(file)) {
      throw RuntimeCamelException.wrapRuntimeCamelException(why);
    }
    IOException disk = why instanceof UncheckedIOException io ? io.getCause() : null;
    Throwable cause = disk == null ? why : disk;
    String sentence = "%s can't be accepted now: %s".formatted(file, cause.getMessage());
    if (!sentence.equals(left.put(file, sentence))) {
      boolean foreseen = cause instanceof IOException || cause instanceof LedgerException;
      LOG.error(
          "{}. It stays in the inbox and is tried again until it works.",
          sentence,
          foreseen ? null : why);
    }
  }

  private Path arrived(Exchange exchange) throws IOException {
    String path = exchange.getMessage().getHeader(Exchange.FILE_PATH, String.class);
    if (path != null && inInbox(Path.of(path))) {
      return Path.of(path);
    }
    String name = exchange.getMessage().getHeader(Exchange.FILE_NAME_ONLY, String.class);
    if (name == null) {
      name = exchange.getMessage().getHeader(Exchange.FILE_NAME, UNNAMED, String.class);
    }
    Path folder = Files.createTempDirectory(Files.createDirectories(spool), "arrived-");
    Path file = folder.resolve(nameOf(Path.of(name)));
    try (InputStream body = exchange.getMessage().getMandatoryBody(InputStream.class)) {
      Files.copy(body, file);
    } catch (InvalidPayloadException e) {
      throw new IOException("the message holds no file", e);
    }
    return file;
  }

  private boolean inInbox(Path file) {
    return inbox.toAbsolutePath().normalize().equals(file.toAbsolutePath().normalize().getParent());
  }

  /**
   * Moves a file, and what belongs to it, into a folder of the inbox. The file goes last: while it
   * lies in the inbox it is the same drop, and options that stayed there would be those of the next
   * file of its name.
   */
  private Path move(Path file, String folder) throws IOException {
    List<Path> options = inInbox(file) ? acceptance.droppedOptions().of(file) : List.of();
    Path target = free(Files.createDirectories(inbox.resolve(folder)).resolve(nameOf(file)));
    String stem = TaskFileName.stem(nameOf(target));
    for (Path companion : options) {
      if (Files.exists(companion, LinkOption.NOFOLLOW_LINKS)) {
        String name = nameOf(companion);
        Path free = free(target.resolveSibling(stem + name.substring(name.lastIndexOf('.'))));
        if (OptionFiles.tasksOf(companion).size() > 1) {
          // They are those of another file too, which is still to be taken.
          Files.copy(companion, free, LinkOption.NOFOLLOW_LINKS);
        } else {
          Files.move(companion, free, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    }
    Path corpus = file.resolveSibling(TaskFileName.stem(nameOf(file)) + CORPUS);
    boolean tasks = TaskFileName.of(nameOf(file)) != TaskFileName.OPTIONS;
    if (tasks && Files.exists(corpus, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(
          corpus, free(target.resolveSibling(stem + CORPUS)), StandardCopyOption.ATOMIC_MOVE);
    }
    Files.deleteIfExists(file.resolveSibling(TaskFileName.markerOf(nameOf(file))));
    Files.move(file, target);
    if (inInbox(file)) {
      acceptance.droppedOptions().moved(file);
    }
    return target;
  }

  /** A name that is not taken: an earlier file of the same name is kept. */
  private static Path free(Path wanted) {
    Path candidate = wanted;
    String name = nameOf(wanted);
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    String extension = dot > 0 ? name.substring(dot) : "";
    for (int number = 2; Files.exists(candidate, LinkOption.NOFOLLOW_LINKS); number++) {
      candidate = wanted.resolveSibling(stem + "-" + number + extension);
    }
    return candidate;
  }

  private static String nameOf(Path file) {
    return String.valueOf(file.getFileName());
  }
}
