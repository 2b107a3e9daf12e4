package org.batchrunner.batch.accept;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.batchrunner.batch.BatchFixture;
import org.batchrunner.config.Settings;
import org.batchrunner.files.PrivateFiles;
import org.batchrunner.flow.CamelCsvParser;
import org.batchrunner.intake.Intake;
import org.batchrunner.intake.OptionSets;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.outbox.AcceptedFiles;
import org.batchrunner.outbox.Outbox;
import org.batchrunner.outbox.Receipts;

/** What accepts files, on the ledger of a fixture. */
public final class Acceptors {

  private Acceptors() {}

  public static BatchAcceptor of(BatchFixture fixture) {
    try {
      PrivateFiles.folder(fixture.settings.data());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ModelResolver models =
        new ModelResolver(
            fixture.providers, PriceList.builtIn(), Settings.ModeSetting.AUTO, fixture.clock);
    Redactors redactors = new Redactors();
    OptionResolver resolver =
        new OptionResolver(
            new OptionSets(fixture.settings.templates()),
            new DefaultOptions(Map.of("debaters", List.of(BatchFixture.MODEL))),
            models,
            redactors);
    Outbox outbox = new Outbox(fixture.settings.outbox());
    return new BatchAcceptor(
        fixture.ledger,
        new InputStore(fixture.settings.data()),
        resolver,
        models,
        fixture.corpora,
        redactors,
        intake(),
        new AcceptedFiles(outbox),
        new Receipts(outbox),
        fixture.clock,
        "1");
  }

  public static Intake intake() {
    return new Intake(new CamelCsvParser(new DefaultCamelContext()));
  }
}
