package org.batchrunner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import org.batchrunner.batch.Corpora;
import org.batchrunner.batch.InputStore;
import org.batchrunner.batch.Inspection;
import org.batchrunner.batch.Models;
import org.batchrunner.batch.MoneyAtRisk;
import org.batchrunner.batch.Redactors;
import org.batchrunner.batch.Reporter;
import org.batchrunner.batch.Settings;
import org.batchrunner.intake.Intake;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.money.BadPrices;
import org.batchrunner.money.PriceList;
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
      throw new WrongSetting("batch-runner.prices: there is no file " + file);
    } catch (BadPrices e) {
      throw new WrongSetting("the price file " + file + " can't be used: " + e.getMessage());
    } catch (IOException e) {
      throw new WrongSetting("the price file " + file + " can't be read: " + e.getMessage());
    }
  }

  @Bean
  MoneyAtRisk atRisk(Ledger ledger, Inspection inspection, Reporter reporter, Clock clock) {
    return new MoneyAtRisk(ledger, inspection, reporter, clock);
  }

  @Bean
  Upkeep upkeep(
      Settings settings,
      Ledger ledger,
      Inspection inspection,
      InputStore inputs,
      Corpora corpora,
      Intake intake,
      Outbox folder,
      PriceList prices,
      Providers providers,
      Models models,
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
