package org.batchrunner.upkeep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.batchrunner.config.Settings;
import org.batchrunner.files.PrivateFiles;
import org.jspecify.annotations.Nullable;

/**
 * Checks the folders: their permissions, their free space, and whether their clock agrees with that
 * of the program.
 */
final class FolderCheck implements Doctor.Check {

  private static final long MEGABYTE = 1_000_000;
  private static final long TOO_LITTLE = 100 * MEGABYTE;
  private static final long LITTLE = 1000 * MEGABYTE;
  private static final Duration SKEW = Duration.ofMinutes(2);

  /** Matches a key that is written out, not a placeholder. */
  private static final Pattern SECRET =
      Pattern.compile("(?m)^\\s*(?:api-?key|password|token):[ \\t]*[\"']?[^\\s\"'$#]");

  private final Settings settings;
  private final @Nullable Path ledger;
  private final Clock clock;

  /**
   * @param ledger the file of the ledger; null if it is not a file
   */
  FolderCheck(Settings settings, @Nullable Path ledger, Clock clock) {
    this.settings = settings;
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    folder(findings, "inbox", settings.inbox());
    folder(findings, "outbox", settings.outbox());
    folder(findings, "data", settings.data());
    rights(findings);
    return findings;
  }

  private void folder(List<Finding> findings, String name, Path folder) {
    try {
      Path probe = Files.createTempFile(existing(folder), ".doctor-", ".tmp");
      Duration skew;
      try {
        skew = Duration.between(clock.instant(), Files.getLastModifiedTime(probe).toInstant());
      } finally {
        Files.delete(probe);
      }
      findings.add(Finding.ok("%s %s can be written", name, folder));
      if (skew.abs().compareTo(SKEW) > 0) {
        findings.add(
            Finding.wrong(
                "%s: the times of its files differ by %d s from the clock of this machine; synchronize both with NTP",
                name, skew.toSeconds()));
      }
      space(findings, name, folder);
    } catch (IOException e) {
      findings.add(
          Finding.wrong(
              "%s %s can't be written (%s); give it write permission, free some space, or set"
                  + " batch-runner.%s",
              name, folder, e, name));
    }
  }

  private static Path existing(Path folder) throws IOException {
    return Files.isDirectory(folder) ? folder : PrivateFiles.folder(folder);
  }

  private static void space(List<Finding> findings, String name, Path folder) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < LITTLE) {
      String sentence =
          "%s: only %d MB are free; free some space, or delete old batches with batch-runner prune";
      findings.add(
          free < TOO_LITTLE
              ? Finding.wrong(sentence, name, free / MEGABYTE)
              : Finding.note(sentence, name, free / MEGABYTE));
    }
  }

  private void rights(List<Finding> findings) {
    Set<Path> secret = new LinkedHashSet<>();
    secret.add(settings.data());
    secret.add(settings.home().resolve(".env"));
    secret.add(settings.webToken());
    if (ledger != null) {
      secret.add(ledger);
      secret.add(ledger.resolveSibling(ledger.getFileName() + "-wal"));
      secret.add(ledger.resolveSibling(ledger.getFileName() + "-shm"));
    }
    for (String name : List.of("application.yaml", "application.yml")) {
      Path file = settings.home().resolve("config").resolve(name);
      if (holdsSecret(file)) {
        secret.add(file);
      }
    }
    int closed = 0;
    for (Path path : secret) {
      try {
        if (Files.exists(path) && PrivateFiles.isOpen(path)) {
          findings.add(
              Finding.wrong(
                  "%s can be read by other users; make it private: chmod go= %s", path, path));
        } else if (Files.exists(path)) {
          closed++;
        }
      } catch (IOException e) {
        findings.add(Finding.note("the permissions of %s can't be read (%s)", path, e));
      }
    }
    findings.add(
        Finding.ok(
            "files and folders with keys or prompts that only their owner can read: %d", closed));
  }

  private static boolean holdsSecret(Path file) {
    try {
      return Files.isRegularFile(file) && SECRET.matcher(Files.readString(file)).find();
    } catch (IOException e) {
      return false;
    }
  }
}
