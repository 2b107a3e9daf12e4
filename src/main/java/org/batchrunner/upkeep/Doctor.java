package org.batchrunner.upkeep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.batchrunner.batch.BatchView;
import org.batchrunner.batch.Inspection;
import org.batchrunner.batch.Models;
import org.batchrunner.batch.Settings;
import org.batchrunner.ledger.BatchRecord;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.money.PriceList;
import org.batchrunner.outbox.Outbox;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;

/** Looks for what is wrong: folders, ledger, prices, providers, and the outbox held against it. */
public final class Doctor {

  private static final int MOST_BATCHES = 1000;

  private final Settings settings;
  private final Ledger ledger;
  private final Inspection inspection;
  private final Outbox outbox;
  private final PriceList prices;
  private final Providers providers;
  private final Models models;

  public Doctor(
      Settings settings,
      Ledger ledger,
      Inspection inspection,
      Outbox outbox,
      PriceList prices,
      Providers providers,
      Models models) {
    this.settings = settings;
    this.ledger = ledger;
    this.inspection = inspection;
    this.outbox = outbox;
    this.prices = prices;
    this.providers = providers;
    this.models = models;
  }

  /**
   * @param well false if something has to be done
   * @param sentence what was found, and what to do
   */
  public record Finding(boolean well, String sentence) {}

  public List<Finding> examine() {
    List<Finding> findings = new ArrayList<>();
    findings.add(folder("inbox", settings.inbox()));
    findings.add(folder("outbox", settings.outbox()));
    findings.add(folder("data", settings.data()));
    findings.add(mode());
    findings.add(new Finding(true, "%d prices".formatted(prices.prices().size())));
    ledger(findings);
    reports(findings);
    return findings;
  }

  private static Finding folder(String name, Path folder) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".doctor-", ".tmp"));
      return new Finding(true, "%s %s can be written".formatted(name, folder));
    } catch (IOException e) {
      return new Finding(
          false,
          "%s %s can't be written (%s); give write permission, free space, or set batch-runner.%s"
              .formatted(name, folder, e, name));
    }
  }

  private Finding mode() {
    List<String> names = providers.configured().stream().map(ProviderSettings::name).toList();
    return new Finding(
        true,
        "mode %s, providers configured: %s"
            .formatted(models.mode().wire(), names.isEmpty() ? "none" : String.join(", ", names)));
  }

  private void ledger(List<Finding> findings) {
    List<String> wrong = ledger.upkeep().integrity();
    if (wrong.isEmpty()) {
      findings.add(new Finding(true, "the ledger is whole, its sums are those of its calls"));
    }
    wrong.forEach(
        what -> findings.add(new Finding(false, "ledger: %s; restore a backup".formatted(what))));
  }

  private void reports(List<Finding> findings) {
    int whole = 0;
    for (BatchView view : inspection.latest(MOST_BATCHES)) {
      BatchRecord batch = view.batch();
      if (!batch.reported()) {
        continue;
      }
      if (Files.exists(outbox.path(batch.id()).resolve("batch_report.csv"))) {
        whole++;
      } else {
        findings.add(
            new Finding(
                false,
                "batch %s: its reports are not in the outbox; make them again: report %s"
                    .formatted(batch.id(), batch.id())));
      }
    }
    findings.add(new Finding(true, "%d batches with their reports".formatted(whole)));
  }
}
