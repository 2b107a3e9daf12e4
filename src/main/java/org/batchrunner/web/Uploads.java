package org.batchrunner.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.batchrunner.files.FileTree;
import org.batchrunner.intake.TaskFileName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.multipart.MultipartFile;

/**
 * Files that were sent and are not run yet: each in a folder of its own, with its corpus in a
 * folder beside it, as in the inbox. They are kept for an hour.
 */
final class Uploads {

  private static final Duration KEPT = Duration.ofHours(1);
  private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

  private final Path folder;
  private final Clock clock;

  Uploads(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /**
   * Keeps a file.
   *
   * @return its id
   */
  String keep(MultipartFile file, List<MultipartFile> corpus) throws IOException {
    sweep();
    String id = UUID.randomUUID().toString();
    Path own = Files.createDirectories(folder.resolve(id));
    String name = UploadName.of(file.getOriginalFilename());
    file.transferTo(own.resolve(name));
    if (!corpus.isEmpty()) {
      Path documents = Files.createDirectory(own.resolve(TaskFileName.stem(name) + ".corpus"));
      for (MultipartFile document : corpus) {
        document.transferTo(
            UploadName.free(documents, UploadName.of(document.getOriginalFilename())));
      }
    }
    return id;
  }

  /** Keeps a text as a file. */
  String keep(String name, String text) throws IOException {
    sweep();
    String id = UUID.randomUUID().toString();
    Files.writeString(Files.createDirectories(folder.resolve(id)).resolve(name), text);
    return id;
  }

  /** The task file of an upload. */
  Path file(String id) throws IOException {
    if (ID.matcher(id).matches() && Files.isDirectory(folder.resolve(id))) {
      try (Stream<Path> files = Files.list(folder.resolve(id))) {
        var file = files.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS));
        return file.findFirst().orElseThrow(() -> gone(id));
      }
    }
    throw gone(id);
  }

  private static ApiProblem gone(String id) {
    return ApiProblem.notFound(
        "There is no upload %s: it has been run, or lay for more than an hour; send it again"
            .formatted(id));
  }

  /** The names of the documents that came with it. */
  List<String> corpus(String id) throws IOException {
    Path documents =
        folder
            .resolve(id)
            .resolve(TaskFileName.stem(String.valueOf(file(id).getFileName())) + ".corpus");
    if (!Files.isDirectory(documents)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(documents)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  /**
   * Forgets an upload: it has become a batch, which has copies of all that it needs. What can't be
   * deleted now is swept up later.
   */
  void discardAccepted(String id) {
    try {
      discard(id);
    } catch (UncheckedIOException e) {
      LOG.warn("upload {} has become a batch and can't be deleted: {}", id, e.getMessage());
    }
  }

  /** Forgets an upload that is not wanted. */
  void discard(String id) {
    deleteTree(folder.resolve(id));
  }

  private void sweep() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Instant old = clock.instant().minus(KEPT);
    try (Stream<Path> uploads = Files.list(folder)) {
      for (Path upload : uploads.toList()) {
        if (isOlder(upload, old)) {
          deleteTree(upload);
        }
      }
    }
  }

  private static boolean isOlder(Path upload, Instant time) throws IOException {
    try {
      return Files.getLastModifiedTime(upload).toInstant().isBefore(time);
    } catch (NoSuchFileException e) {
      return false; // another request has run or discarded it
    }
  }

  private static void deleteTree(Path tree) {
    try {
      FileTree.delete(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
