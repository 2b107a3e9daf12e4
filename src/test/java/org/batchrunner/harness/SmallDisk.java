package org.batchrunner.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A file system of its own in memory, which can be filled. */
final class SmallDisk implements AutoCloseable {

  private static final int BLOCK = 4096;

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Mounts it; where that is not permitted the test is skipped. */
  static SmallDisk at(Path folder, int megabytes) {
    return mounted(folder, "size=" + megabytes + "m");
  }

  /** An empty one that can't be written, over what is in the folder. */
  static SmallDisk readOnly(Path folder) {
    return mounted(folder, "ro");
  }

  private static SmallDisk mounted(Path folder, String options) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Assumptions.assumeTrue(
        run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString()),
        "to mount a file system is not permitted here");
    return new SmallDisk(folder);
  }

  Path folder() {
    return folder;
  }

  /** Leaves no room. */
  void fill() {
    byte[] block = new byte[BLOCK];
    try (OutputStream ballast = Files.newOutputStream(ballast())) {
      while (true) {
        ballast.write(block);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) {
        throw new UncheckedIOException(e);
      }
    }
  }

  void free() {
    try {
      Files.delete(ballast());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path ballast() {
    return folder.resolve(".ballast");
  }

  private static boolean run(String... command) {
    for (List<String> way : List.of(List.<String>of(), List.of("sudo", "-n"))) {
      List<String> line = new ArrayList<>(way);
      line.addAll(List.of(command));
      try {
        Process process =
            new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() == 0) {
          return true;
        }
      } catch (IOException e) {
        continue;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  @Override
  public void close() {
    boolean unused = run("umount", "-l", folder.toString());
  }
}
