package org.batchrunner.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * {@link BareProgram} as a jar with the options for Java that the launcher gives {@code run}: where
 * these name a class archive, it has one of its own.
 */
final class PackedBareProgram {

  private static final Map<String, String> ARCHIVES =
      Map.of(
          "-XX:SharedArchiveFile=", "-XX:ArchiveClassesAtExit=",
          "-XX:AOTCache=", "-XX:AOTCacheOutput=");

  private static final List<String> LIBRARIES = List.of("httpclient5-", "httpcore5-", "slf4j-api-");

  private final Path folder;
  private final Path javaHome;
  private final String url;
  private final String path;
  private final List<String> options = new ArrayList<>();

  /**
   * @param given the options of the program
   */
  PackedBareProgram(Path folder, Path javaHome, List<String> given, String url) throws IOException {
    this.folder = folder;
    this.javaHome = javaHome;
    this.url = url;
    this.path = pack(folder.resolve("bare.jar"));
    for (String option : given) {
      String prefix = ARCHIVES.keySet().stream().filter(option::startsWith).findAny().orElse("");
      if (!prefix.isEmpty()) {
        Path archive = folder.resolve("bare.archive");
        train(ARCHIVES.get(prefix) + archive, given);
        options.add(prefix + archive);
      } else if (!option.startsWith("-Dbatch-runner.")) {
        options.add(option);
      }
    }
  }

  /** Without paths, as a person reads them. */
  String options() {
    return String.join(" ", options).replace(folder + "/", "");
  }

  private void train(String option, List<String> given) {
    List<String> training = new ArrayList<>(List.of(option));
    given.stream().filter(other -> other.startsWith("-XX:+Use")).forEach(training::add);
    Figures unused = start(training, "training", 200, 64).end();
  }

  MeasuredProcess start(String name, int tasks, int threads) {
    return start(options, name, tasks, threads);
  }

  /** Without any option. */
  MeasuredProcess startPlainly(String name, int tasks, int threads) {
    return start(List.of(), name, tasks, threads);
  }

  private MeasuredProcess start(List<String> with, String name, int tasks, int threads) {
    List<String> command = new ArrayList<>(List.of(javaHome.resolve("bin/java").toString()));
    command.addAll(with);
    command.addAll(List.of("-cp", path, BareProgram.class.getName(), url, name));
    command.addAll(List.of(Integer.toString(tasks), Integer.toString(threads)));
    return MeasuredProcess.start(folder, Map.of(), command);
  }

  /** Java makes archives of the classes of jars only. */
  private static String pack(Path jar) throws IOException {
    Files.createDirectories(jar.getParent());
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> each : List.of(BareProgram.class, Work.class)) {
        String name = each.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(name));
        try (InputStream in = each.getClassLoader().getResourceAsStream(name)) {
          in.transferTo(out);
        }
      }
    }
    List<String> jars = new ArrayList<>(List.of(jar.toString()));
    for (String entry : Peer.classPath().split(File.pathSeparator)) {
      if (LIBRARIES.stream().anyMatch(Path.of(entry).getFileName().toString()::startsWith)) {
        jars.add(entry);
      }
    }
    return String.join(File.pathSeparator, jars);
  }
}
