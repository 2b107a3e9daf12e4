package org.batchrunner.batch.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.batchrunner.intake.TaskFileName;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.task.options.Option;
import org.batchrunner.task.options.Options;

/** Where the corpus of a task file lies: what its options name, and a folder beside it. */
public final class CorpusPaths {

  private static final String BESIDE = ".corpus";

  private CorpusPaths() {}

  /**
   * The options with absolute paths, and with a folder {@code NAME.corpus} beside the file.
   *
   * @throws InvalidOptionException if a path can't be one
   */
  public static Options resolve(Path file, Options options) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      return options;
    }
    List<Path> paths = new ArrayList<>();
    options.corpus().forEach(path -> paths.add(absolute(folder, path)));
    Path beside = folder.resolve(TaskFileName.stem(String.valueOf(file.getFileName())) + BESIDE);
    if (Files.isDirectory(beside) && paths.stream().noneMatch(path -> same(path, beside))) {
      paths.add(beside);
    }
    return paths.isEmpty()
        ? options
        : options.with(Map.of(Option.CORPUS.key(), paths.stream().map(Path::toString).toList()));
  }

  /** Whether the corpus is the folder {@code NAME.corpus} of the file {@code NAME.csv} alone. */
  public static boolean isBeside(String source, Options options) {
    return options.corpus().size() == 1
        && Path.of(options.corpus().get(0)).endsWith(TaskFileName.stem(source) + BESIDE);
  }

  private static Path absolute(Path folder, String path) {
    try {
      Path besideFile = folder.resolve(path);
      return Files.exists(besideFile) ? besideFile : Path.of(path).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new InvalidOptionException(
          Option.CORPUS.key(), "corpus: '%s' is no path of a file or a folder".formatted(path));
    }
  }

  private static boolean same(Path path, Path beside) {
    try {
      return Files.exists(path) && Files.isSameFile(path, beside);
    } catch (IOException e) {
      return false;
    }
  }
}
