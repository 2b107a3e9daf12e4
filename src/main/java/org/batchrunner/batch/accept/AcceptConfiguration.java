package org.batchrunner.batch.accept;

import java.io.IOException;
import java.time.Clock;
import org.batchrunner.batch.corpus.CorpusRegistry;
import org.batchrunner.common.Build;
import org.batchrunner.config.ConfiguredDefaults;
import org.batchrunner.config.InvalidSettingException;
import org.batchrunner.config.Settings;
import org.batchrunner.files.PrivateFiles;
import org.batchrunner.intake.Intake;
import org.batchrunner.intake.OptionSets;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.outbox.AcceptedFiles;
import org.batchrunner.outbox.Outbox;
import org.batchrunner.outbox.Receipts;
import org.batchrunner.provider.Providers;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.task.options.Options;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** How files become batches. */
@Configuration(proxyBeanMethods = false)
public class AcceptConfiguration {

  @Bean
  InputStore inputs(Settings settings) throws IOException {
    PrivateFiles.folder(settings.data());
    return new InputStore(settings.data());
  }

  @Bean
  Redactors redactors() {
    return new Redactors();
  }

  @Bean
  ModelResolver models(Providers providers, PriceList prices, Settings settings, Clock clock) {
    return new ModelResolver(providers, prices, settings.mode(), clock);
  }

  @Bean
  DefaultOptions defaultOptions(ConfigurableEnvironment environment, OptionSets sets)
      throws IOException {
    try {
      DefaultOptions defaults = new DefaultOptions(ConfiguredDefaults.of(environment));
      Options unused = defaults.options(sets);
      return defaults;
    } catch (InvalidOptionException e) {
      throw new InvalidSettingException("batch-runner.defaults: " + e.getMessage());
    }
  }

  @Bean
  OptionResolver optionResolver(
      OptionSets sets, DefaultOptions defaults, ModelResolver models, Redactors redactors) {
    return new OptionResolver(sets, defaults, models, redactors);
  }

  @Bean
  BatchAcceptor acceptance(
      Ledger ledger,
      InputStore inputs,
      OptionResolver resolver,
      ModelResolver models,
      CorpusRegistry corpora,
      Redactors redactors,
      Intake intake,
      Outbox folder,
      Clock clock,
      Build build) {
    return new BatchAcceptor(
        ledger,
        inputs,
        resolver,
        models,
        corpora,
        redactors,
        intake,
        new AcceptedFiles(folder),
        new Receipts(folder),
        clock,
        build.version());
  }
}
