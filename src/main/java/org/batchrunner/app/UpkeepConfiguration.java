package org.batchrunner.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import org.batchrunner.batch.accept.InputStore;
import org.batchrunner.batch.accept.ModelResolver;
import org.batchrunner.batch.accept.Redactors;
import org.batchrunner.batch.corpus.CorpusRegistry;
import org.batchrunner.batch.manage.BatchQueries;
import org.batchrunner.batch.manage.MoneyAtRisk;
import org.batchrunner.batch.manage.Reporter;
import org.batchrunner.config.InvalidSettingException;
import org.batchrunner.config.Settings;
import org.batchrunner.intake.Intake;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.money.InvalidPricesException;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.outbox.Outbox;
import org.batchrunner.provider.Providers;
import org.batchrunner.upkeep.Upkeep;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Prices, and what keeps the program in order. */
@Configuration(proxyBeanMethods = false)
class UpkeepConfiguration {

  @Bean
  PriceList prices(Settings settings) {
    Path file = settings.priceFile();
    if (settings.prices() == null && !Files.exists(file)) {
      return PriceList.builtIn();
    }
    try {
      return PriceList.read(file);
    } catch (NoSuchFileException e) {
      throw new InvalidSettingException("batch-runner.prices: there is no file " + file);
    } catch (InvalidPricesException e) {
      throw new InvalidSettingException(
          "the price file " + file + " can't be used: " + e.getMessage());
    } catch (IOException e) {
      throw new InvalidSettingException(
          "the price file " + file + " can't be read: " + e.getMessage());
    }
  }

  @Bean
  MoneyAtRisk moneyAtRisk(Ledger ledger, BatchQueries inspection, Reporter reporter, Clock clock) {
    return new MoneyAtRisk(ledger, inspection, reporter, clock);
  }

  @Bean
  Upkeep upkeep(
      Settings settings,
      Ledger ledger,
      BatchQueries inspection,
      InputStore inputs,
      CorpusRegistry corpora,
      Intake intake,
      Outbox folder,
      PriceList prices,
      Providers providers,
      ModelResolver models,
      Redactors redactors,
      Clock clock) {
    return Upkeep.of(
        settings,
        ledger,
        inspection,
        inputs,
        corpora,
        intake,
        folder,
        prices,
        providers,
        models,
        redactors,
        clock);
  }
}
