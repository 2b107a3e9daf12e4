package org.batchrunner.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is measured on. */
final class Machine {

  private Machine() {}

  static String describe() {
    return "%s, %d processors, %s; Java %s; load %s at the start"
        .formatted(
            processor(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("java.runtime.version"),
            line("/proc/loadavg", "").replaceAll(" .*", ""));
  }

  private static String processor() {
    return line("/proc/cpuinfo", "model name").replaceFirst(".*: *", "");
  }

  private static String line(String file, String prefix) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines.filter(line -> line.startsWith(prefix)).findFirst().orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** The JDKs beside the one that runs this, one of each version, the oldest first. */
  static List<Path> javas() {
    Path home = Path.of(System.getProperty("java.home"));
    List<Path> found = new ArrayList<>();
    try (Stream<Path> beside = Files.list(home.getParent())) {
      beside
          .filter(
              each -> Files.isExecutable(each.resolve("bin/javac")) && !Files.isSymbolicLink(each))
          .sorted(Comparator.comparing(Machine::version))
          .forEach(found::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** Such as 17. */
  static int version(Path javaHome) {
    String version = line(javaHome.resolve("release").toString(), "JAVA_VERSION=");
    String digits = version.replaceFirst("JAVA_VERSION=\"", "").replaceAll("[^0-9].*", "");
    return Optional.of(digits).filter(text -> !text.isEmpty()).map(Integer::valueOf).orElse(0);
  }
}
