package org.batchrunner.upkeep;

import java.time.Clock;
import java.util.List;
import org.batchrunner.batch.accept.InputStore;
import org.batchrunner.batch.accept.ModelResolver;
import org.batchrunner.batch.accept.Redactors;
import org.batchrunner.batch.corpus.CorpusRegistry;
import org.batchrunner.batch.manage.BatchQueries;
import org.batchrunner.batch.manage.Reporter;
import org.batchrunner.config.Settings;
import org.batchrunner.intake.Intake;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.outbox.Outbox;
import org.batchrunner.provider.Providers;

/** The maintenance operations: the doctor, backup, pruning, repricing and price updates. */
public record Upkeep(
    PriceUpdate priceUpdate, Repricing repricing, Backup backup, Pruning pruning, Doctor doctor) {

  /** Creates the operations from the parts of the program that they need. */
  public static Upkeep of(
      Settings settings,
      Ledger ledger,
      BatchQueries inspection,
      InputStore inputs,
      CorpusRegistry corpora,
      Intake intake,
      Outbox outbox,
      PriceList prices,
      Providers providers,
      ModelResolver models,
      Redactors redactors,
      Clock clock) {
    return new Upkeep(
        new PriceUpdate(prices, settings.priceFile(), clock),
        new Repricing(ledger, inspection, clock),
        new Backup(ledger, inspection, settings.data()),
        new Pruning(ledger, inputs, corpora, outbox, settings.data(), clock),
        new Doctor(
            List.of(
                new FolderCheck(settings, ledger.upkeep().file(), clock),
                new PriceCheck(prices, providers, models, clock),
                new LedgerCheck(ledger, inspection, inputs, clock),
                new OutboxCheck(
                    inspection,
                    outbox,
                    settings.data(),
                    fresh ->
                        new Reporter(ledger, inputs, intake, inspection, fresh, redactors, clock))),
            new OnlineCheck(providers)));
  }
}
