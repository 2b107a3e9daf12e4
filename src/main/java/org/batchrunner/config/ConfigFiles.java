package org.batchrunner.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.batchrunner.files.FileKind;
import org.batchrunner.files.PlainYaml;
import org.batchrunner.files.UnusableFileException;
import org.batchrunner.files.UserFile;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Checks the size, nesting and YAML of the settings files before Spring Boot, which has no such
 * limits, reads them.
 */
public final class ConfigFiles {

  private ConfigFiles() {}

  /**
   * @throws InvalidSettingException if a file can't be read; it names the file and the line
   */
  public static void check(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, "application*.{yaml,yml}")) {
      for (Path file : files) {
        checkFile(file);
      }
    } catch (IOException e) {
      throw new InvalidSettingException(
          "the settings in %s can't be read: %s".formatted(folder, e));
    }
  }

  private static void checkFile(Path file) throws IOException {
    try {
      String text = UserFile.text(file, FileKind.SETTINGS);
      for (Object document : PlainYaml.create().loadAll(new StringReader(text))) {
        assert document == null || !document.equals(file);
      }
    } catch (UnusableFileException e) {
      throw new InvalidSettingException(String.valueOf(e.getMessage()));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new InvalidSettingException(
          "%s, line %d: this is not valid YAML: %s".formatted(file, line, e.getProblem()));
    } catch (YAMLException e) {
      throw new InvalidSettingException(
          file
              + ": settings must be plain YAML, without aliases (*name), deep nesting or binary data");
    }
  }
}
