package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts, styles and markup of the page are formatted by Prettier. {@code -Dpage.write=true}
 * formats them. Nothing need be installed: Prettier comes as a WebJar, and the browser tests'
 * Playwright brings a Node.js that runs it.
 */
class PageFormatTest {

  private static final List<String> FOLDERS =
      List.of("src/main/resources/static", "src/test/resources/web");
  private static final int LONGEST_LINE = 119;
  private static final int MOST_LINES = 300;
  private static final String PRETTIER = "META-INF/resources/webjars/prettier/";

  @TempDir Path home;

  private static List<Path> files(String ending) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String folder : FOLDERS) {
      try (Stream<Path> all = Files.walk(Path.of(folder))) {
        all.filter(file -> file.toString().endsWith(ending)).forEach(found::add);
      }
    }
    assertThat(found).as("files that end in %s", ending).isNotEmpty();
    return found;
  }

  @Test
  void noLineIsTooLong() throws IOException {
    SoftAssertions all = new SoftAssertions();
    for (String ending : List.of(".js", ".css")) {
      for (Path file : files(ending)) {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
          all.assertThat(lines.get(i).length())
              .as("length of line %d of %s", i + 1, file)
              .isLessThanOrEqualTo(LONGEST_LINE);
        }
      }
    }
    all.assertAll();
  }

  @Test
  void noScriptIsTooLong() throws IOException {
    SoftAssertions all = new SoftAssertions();
    for (Path file : files(".js")) {
      all.assertThat(Files.readAllLines(file).size())
          .as("lines of %s", file)
          .isLessThanOrEqualTo(MOST_LINES);
    }
    all.assertAll();
  }

  @Test
  void prettierFindsNothingToChange() throws Exception {
    String mode = Boolean.getBoolean("page.write") ? "--write" : "--check";
    List<String> command = new ArrayList<>(List.of(node(), prettier().toString(), mode));
    command.addAll(FOLDERS);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor())
        .as("%s%n./mvnw test -Dtest=PageFormatTest -Dpage.write=true formats the page", output)
        .isZero();
  }

  private static String node() {
    Map<String, String> noBrowser = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    return Driver.ensureDriverInstalled(noBrowser, false).createProcessBuilder().command().get(0);
  }

  /** Unpacks Prettier's WebJar; returns the script that runs it. */
  private Path prettier() throws Exception {
    URL inside = getClass().getClassLoader().getResource(PRETTIER);
    assertThat(inside).as("Prettier's WebJar, a test dependency").isNotNull();
    try (FileSystem jar = FileSystems.newFileSystem(inside.toURI(), Map.of());
        Stream<Path> all = Files.walk(jar.getPath(PRETTIER))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path copy = home.resolve(jar.getPath(PRETTIER).relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    try (Stream<Path> all = Files.walk(home)) {
      return all.filter(file -> file.endsWith("bin/prettier.cjs")).findFirst().orElseThrow();
    }
  }
}
