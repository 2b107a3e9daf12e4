package org.batchrunner.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** The folder of the built program, copied elsewhere with the times of its files. */
final class Copy {

  private static final List<String> PARTS =
      List.of("batch-runner", "pom.xml", "routes", "src/main", "target/app/current");

  private Copy() {}

  /** Copies what a start needs. */
  static void make(Path root, Path to) {
    try {
      for (String part : PARTS) {
        copy(root.resolve(part), to.resolve(part));
      }
      String build = "target/app/" + Files.readString(root.resolve("target/app/current")).strip();
      copy(root.resolve(build), to.resolve(build));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure)
              throws IOException {
            Files.setLastModifiedTime(
                to.resolve(from.relativize(folder)), Files.getLastModifiedTime(folder));
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
