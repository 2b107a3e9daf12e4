package org.batchrunner.upkeep;

import java.time.Clock;
import java.util.List;
import org.batchrunner.batch.Corpora;
import org.batchrunner.batch.InputStore;
import org.batchrunner.batch.Inspection;
import org.batchrunner.batch.Models;
import org.batchrunner.batch.Redactors;
import org.batchrunner.batch.Reporter;
import org.batchrunner.batch.Settings;
import org.batchrunner.intake.Intake;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.money.PriceList;
import org.batchrunner.outbox.Outbox;
import org.batchrunner.provider.Providers;

/** What an operator asks for now and then. */
public record Upkeep(
    PriceUpdate priceUpdate, Repricing repricing, Backup backup, Pruning pruning, Doctor doctor) {

  /** All of it, over the parts of the program. */
  public static Upkeep of(
      Settings settings,
      Ledger ledger,
      Inspection inspection,
      InputStore inputs,
      Corpora corpora,
      Intake intake,
      Outbox outbox,
      PriceList prices,
      Providers providers,
      Models models,
      Redactors redactors,
      Clock clock) {
    return new Upkeep(
        new PriceUpdate(prices, settings.priceFile(), clock),
        new Repricing(ledger, inspection, clock),
        new Backup(ledger, inspection, settings.data()),
        new Pruning(ledger, inputs, corpora, outbox, settings.data(), clock),
        new Doctor(
            List.of(
                new Places(settings, ledger.upkeep().file(), clock),
                new PriceCheck(prices, providers, models, clock),
                new LedgerCheck(ledger, inspection, inputs, clock),
                new OutboxCheck(
                    inspection,
                    outbox,
                    settings.data(),
                    anew ->
                        new Reporter(ledger, inputs, intake, inspection, anew, redactors, clock))),
            new OnlineCheck(providers)));
  }
}
