package org.batchrunner.upkeep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.batchrunner.batch.manage.BatchQueries;
import org.batchrunner.batch.manage.BatchView;
import org.batchrunner.batch.manage.Reporter;
import org.batchrunner.common.Count;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.outbox.Outbox;

/**
 * Compares the outbox with the ledger: reports written again from the ledger must equal those in
 * the outbox.
 */
final class OutboxCheck implements Doctor.Check {

  private static final int MOST_NAMED = 5;

  private final BatchQueries inspection;
  private final Outbox outbox;
  private final Path data;
  private final Function<Outbox, Reporter> reporters;

  /**
   * @param data the data folder, in which the reports are written again
   */
  OutboxCheck(
      BatchQueries inspection, Outbox outbox, Path data, Function<Outbox, Reporter> reporters) {
    this.inspection = inspection;
    this.outbox = outbox;
    this.data = data;
    this.reporters = reporters;
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    int whole = 0;
    int gone = 0;
    for (BatchView view : inspection.latest(Integer.MAX_VALUE)) {
      BatchRecord batch = view.batch();
      if (!batch.reported()) {
        continue;
      }
      if (!Files.isDirectory(outbox.path(batch.id()))) {
        gone++;
        continue;
      }
      List<Finding> wrong = compare(batch.id());
      findings.addAll(wrong);
      whole += wrong.isEmpty() ? 1 : 0;
    }
    findings.add(
        Finding.ok("%s whose outbox files agree with the ledger", Count.of(whole, "batch")));
    if (gone > 0) {
      findings.add(
          Finding.note(
              "%s without a folder in the outbox, perhaps because it was moved away;"
                  + " the command report BATCH writes it again",
              Count.of(gone, "batch")));
    }
    return findings;
  }

  private List<Finding> compare(String batch) {
    List<String> missing = new ArrayList<>();
    List<String> altered = new ArrayList<>();
    try {
      Path aside = Files.createTempDirectory(data, ".doctor-");
      Outbox fresh = new Outbox(aside);
      try {
        reporters.apply(fresh).rewrite(batch);
        compare(fresh.path(batch), outbox.path(batch), missing, altered);
      } finally {
        fresh.remove(batch);
        Files.deleteIfExists(aside);
      }
    } catch (IOException | UncheckedIOException e) {
      return List.of(
          Finding.wrong(
              "batch %s: its reports can't be written again (%s); restore a backup",
              batch, e.getMessage()));
    }
    List<Finding> findings = new ArrayList<>();
    add(findings, batch, "missing", missing);
    add(
        findings,
        batch,
        "different from the ledger (changed, or written by another version)",
        altered);
    return findings;
  }

  private static void add(List<Finding> findings, String batch, String what, List<String> names) {
    if (!names.isEmpty()) {
      List<String> named = names.subList(0, Math.min(MOST_NAMED, names.size()));
      findings.add(
          Finding.wrong(
              "batch %s: %s%s: %s; to write it again, run: batch-runner report %s",
              batch,
              String.join(", ", named),
              names.size() > named.size()
                  ? " and %d more".formatted(names.size() - named.size())
                  : "",
              what,
              batch));
    }
  }

  private static void compare(Path expected, Path there, List<String> missing, List<String> altered)
      throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(expected)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      String name = expected.relativize(file).toString();
      Path other = there.resolve(name);
      if (!Files.isRegularFile(other)) {
        missing.add(name);
      } else if (!same(name, file, expected, other, there)) {
        altered.add(name);
      }
    }
  }

  private static boolean same(String name, Path file, Path folder, Path other, Path otherFolder)
      throws IOException {
    return switch (name) {
      // Its lines are in the order in which the tasks ended.
      case "results.jsonl" -> linesHash(file) == linesHash(other);
      // It contains the name of its folder.
      case "batch-summary.json" ->
          linesHash(file, latin1(folder), latin1(otherFolder)) == linesHash(other);
      default -> name.endsWith(".xlsx") || Files.mismatch(file, other) < 0;
    };
  }

  private static long linesHash(Path file) throws IOException {
    return linesHash(file, "", "");
  }

  private static String latin1(Path path) {
    return new String(
        path.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /**
   * Hashes a file whatever the order of its lines. Reads it as Latin 1, since any bytes are valid
   * in it.
   */
  private static long linesHash(Path file, String said, String instead) throws IOException {
    long sum = 0;
    boolean first = !said.isEmpty();
    try (var lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        byte[] bytes =
            (first ? line.replace(said, instead) : line).getBytes(StandardCharsets.ISO_8859_1);
        first = false;
        sum += 31L * Arrays.hashCode(bytes) + ((long) bytes.length << 32);
      }
    }
    return sum;
  }
}
