package org.batchrunner.corpus;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.batchrunner.common.Sha256;
import org.batchrunner.files.FileKind;
import org.batchrunner.files.UnusableFileException;
import org.batchrunner.files.UserFile;

/** Finds the files of a corpus, in the order of their paths, and their digests. */
final class Sources {

  private static final List<String> TYPES = List.of(".txt", ".md", ".pdf");
  private static final Set<String> LEFT_ALONE = Set.of("thumbs.db", "desktop.ini");

  private final List<String> problems = new ArrayList<>();
  private final List<SourceFile> files = new ArrayList<>();
  private final Set<Path> seen = new HashSet<>();

  private final boolean several;

  private Sources(boolean several) {
    this.several = several;
  }

  /**
   * @param filesOrFolders of several, each folder's name begins the paths of its files
   * @throws InvalidCorpusException with every file that is missing, of another type or not
   *     readable, and if there is none
   */
  static List<SourceFile> find(List<Path> filesOrFolders) {
    Sources sources = new Sources(filesOrFolders.size() > 1);
    for (Path root : filesOrFolders) {
      sources.add(root);
    }
    if (sources.problems.isEmpty() && sources.files.isEmpty()) {
      sources.problems.add(filesOrFolders + " holds no .txt, .md or .pdf file");
    }
    sources.files.sort(Comparator.comparing(SourceFile::path, Sources::byCodePoint));
    sources.refuseTwins();
    if (!sources.problems.isEmpty()) {
      throw new InvalidCorpusException(sources.problems);
    }
    return List.copyOf(sources.files);
  }

  private void add(Path root) {
    try {
      if (Files.isDirectory(root)) {
        UserFile.requireFolder(root);
        addFolder(root.toRealPath());
      } else {
        UserFile.require(root, FileKind.DOCUMENT);
        addFile(root.getFileName().toString(), root);
      }
    } catch (NoSuchFileException e) {
      problems.add(DocumentNames.plain(root.toString()) + " does not exist");
    } catch (UnusableFileException e) {
      problems.add(DocumentNames.plain(root.toString()) + " " + e.clause());
    } catch (IOException e) {
      problems.add(DocumentNames.plain(root.toString()) + " can't be read: " + reason(e));
    }
  }

  private void addFolder(Path real) throws IOException {
    List<Path> links = new ArrayList<>();
    Files.walkFileTree(
        real,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return !folder.equals(real) && leftAlone(folder)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (leftAlone(file)) {
              return FileVisitResult.CONTINUE;
            }
            if (attributes.isSymbolicLink()) {
              links.add(file);
            } else if (attributes.isRegularFile()) {
              addFile(relative(real, file), file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            problems.add(
                DocumentNames.plain(relative(real, file)) + " can't be read: " + reason(e));
            return FileVisitResult.CONTINUE;
          }
        });
    for (Path link : links) {
      if (Files.isRegularFile(link) && link.toRealPath().startsWith(real)) {
        addFile(relative(real, link), link);
      }
    }
  }

  private void addFile(String path, Path file) {
    String name = path.toLowerCase(Locale.ROOT);
    if (TYPES.stream().noneMatch(name::endsWith)) {
      problems.add(
          DocumentNames.plain(path) + " is not of a type that can be read; use .txt, .md or .pdf");
      return;
    }
    try {
      UserFile.require(file, FileKind.DOCUMENT);
      if (seen.add(file.toRealPath())) {
        files.add(new SourceFile(path, file, Sha256.of(file)));
      }
    } catch (UnusableFileException e) {
      problems.add(DocumentNames.plain(path) + " " + e.clause());
    } catch (IOException e) {
      problems.add(DocumentNames.plain(path) + " can't be read: " + reason(e));
    }
  }

  private void refuseTwins() {
    for (int i = 1; i < files.size(); i++) {
      if (files.get(i).path().equals(files.get(i - 1).path())) {
        problems.add(
            "two files are called "
                + DocumentNames.plain(files.get(i).path())
                + "; rename one of them");
      }
    }
  }

  private static boolean leftAlone(Path path) {
    String name = path.getFileName().toString();
    return name.startsWith(".")
        || name.startsWith("~$")
        || name.endsWith("~")
        || name.equals("__MACOSX")
        || LEFT_ALONE.contains(name.toLowerCase(Locale.ROOT));
  }

  private String relative(Path root, Path file) {
    StringBuilder path = new StringBuilder();
    if (several && root.getFileName() != null) {
      path.append(root.getFileName());
    }
    for (Path part : root.relativize(file)) {
      path.append(path.isEmpty() ? "" : "/").append(part);
    }
    return path.toString();
  }

  private static int byCodePoint(String left, String right) {
    int[] a = left.codePoints().toArray();
    int[] b = right.codePoints().toArray();
    return Arrays.compare(a, b);
  }

  private static String reason(IOException e) {
    return e instanceof AccessDeniedException
        ? "permission denied"
        : String.valueOf(e.getMessage());
  }
}
