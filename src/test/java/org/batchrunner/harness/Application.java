package org.batchrunner.harness;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.batchrunner.app.BatchRunner;

/**
 * How the program is started: the jar that was built, unpacked and with a class-data archive, as
 * {@code ./batch-runner} does it; in {@code target/}, so that tests and no one else use it.
 */
public final class Application {

  private static final String JAR = "batch-runner.jar";
  private static final long PATIENCE_SECONDS = 300;

  private final Path java;
  private final List<String> archive;
  private final List<String> program;

  private Application(Path java, List<String> archive, List<String> program) {
    this.java = java;
    this.archive = archive;
    this.program = program;
  }

  /**
   * The classes of this build with what is on the tests' class path: components that the jar does
   * not have, such as those of message brokers.
   */
  public static Application withTestComponents() {
    return new Application(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        List.of(),
        List.of("-cp", classPath(), BatchRunner.class.getName()));
  }

  private static String classPath() {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getProperty("java.class.path"))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The jar of this build, on the Java that runs the tests. */
  public static Application built() {
    return of(jar(), Path.of(System.getProperty("java.home")));
  }

  /**
   * The jar of this build.
   *
   * @throws IllegalStateException if there is none
   */
  public static Path jar() {
    Path jar = Path.of(System.getProperty("batch-runner.jar", "target/" + JAR)).toAbsolutePath();
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(
          jar + " is not there: run ./mvnw -DskipTests package, or ./mvnw verify");
    }
    return jar;
  }

  /**
   * @param jar the program's jar
   * @param javaHome of the Java to start it with
   */
  public static Application of(Path jar, Path javaHome) {
    try {
      Path java = javaHome.resolve("bin/java");
      String version =
          Files.readString(javaHome.resolve("release"))
              .replaceAll("(?s).*JAVA_RUNTIME_VERSION=\"([^\"]+)\".*", "$1");
      Path folder = jar.resolveSibling("harness").resolve("app-" + hash(jar));
      Files.createDirectories(folder.getParent());
      // Tests run in two processes.
      synchronized (Application.class) {
        Path archive = folder.resolve(version + (modern(version) ? ".aot" : ".jsa"));
        try (FileChannel lock =
                FileChannel.open(
                    folder.resolveSibling(".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            FileLock held = lock.lock()) {
          assert held.isValid();
          unpack(java, jar, folder);
          train(java, folder, archive, modern(version));
        }
        String kind = modern(version) ? "aot" : "cds";
        return new Application(
            java,
            List.of(
                (modern(version) ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive,
                "-Xlog:" + kind + "*=off"),
            List.of("-jar", folder.resolve(JAR).toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Not the time: every build of a jar has the same one. */
  private static String hash(Path jar) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    try (InputStream in = new DigestInputStream(Files.newInputStream(jar), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  private static boolean modern(String version) {
    return Integer.parseInt(version.replaceAll("[^0-9].*", "")) >= 25;
  }

  private static void unpack(Path java, Path jar, Path folder) throws IOException {
    if (!Files.isRegularFile(folder.resolve(JAR))) {
      Files.createDirectories(folder);
      finish(
          new ProcessBuilder(
              java.toString(),
              "-Djarmode=tools",
              "-jar",
              jar.toString(),
              "extract",
              "--force",
              "--destination",
              folder.toString()));
    }
  }

  /** As {@code batch-runner} does it: a program that works two tasks. */
  private static void train(Path java, Path folder, Path archive, boolean modern)
      throws IOException {
    if (Files.exists(archive)) {
      return;
    }
    Path home = Files.createTempDirectory("training");
    Files.writeString(
        Files.createDirectories(home.resolve("inbox")).resolve("training.csv"),
        "id,task\n1,Name a tree\n2,Name a bird\n");
    ProcessBuilder training =
        new ProcessBuilder(
            java.toString(),
            (modern ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive,
            "-XX:+UseSerialGC",
            "-Dfile.encoding=UTF-8",
            "-Dbatch-runner.home=" + home,
            "-jar",
            folder.resolve(JAR).toString(),
            "watch",
            "--server.port=0",
            "--batch-runner.mode=mock",
            "--batch-runner.settle-time=0s");
    clean(training);
    training.directory(home.toFile());
    try (ProgramProcess pupil =
        ProgramProcess.start(training, home.resolve("out"), home.resolve("err"))) {
      pupil.until("its report", () -> reported(home.resolve("outbox")));
      pupil.terminate();
      int unused = pupil.exitCode();
    }
    if (!Files.exists(archive)) {
      throw new IllegalStateException("no class-data archive came of " + training.command());
    }
  }

  private static boolean reported(Path outbox) {
    try (Stream<Path> files = Files.walk(outbox, 2)) {
      return files.anyMatch(file -> file.endsWith("batch_report.csv"));
    } catch (IOException | UncheckedIOException e) {
      return false; // it is not there yet, or changes
    }
  }

  /** Without keys and settings of who runs the tests. */
  static void clean(ProcessBuilder builder) {
    builder
        .environment()
        .keySet()
        .removeIf(
            name ->
                name.startsWith("BATCHRUNNER_")
                    || name.endsWith("_API_KEY")
                    || name.startsWith("JAVA_")
                    || name.startsWith("JDK_JAVA_"));
  }

  private static void finish(ProcessBuilder builder) throws IOException {
    Path log = Files.createTempFile("harness", ".log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(builder.command() + " failed:\n" + Files.readString(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * The command line up to the program's own arguments.
   *
   * @param options for Java
   */
  List<String> command(Path home, List<String> options) {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(archive);
    command.add("-XX:+UseSerialGC");
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Dbatch-runner.home=" + home);
    command.addAll(options);
    command.addAll(program);
    return command;
  }
}
