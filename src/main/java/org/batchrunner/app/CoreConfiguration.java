package org.batchrunner.app;

import java.time.Clock;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.batchrunner.batch.accept.AcceptConfiguration;
import org.batchrunner.batch.active.ActiveConfiguration;
import org.batchrunner.batch.admit.AdmitConfiguration;
import org.batchrunner.batch.call.CallConfiguration;
import org.batchrunner.batch.corpus.CorpusConfiguration;
import org.batchrunner.batch.manage.ManageConfiguration;
import org.batchrunner.batch.plan.PlanConfiguration;
import org.batchrunner.batch.run.RunConfiguration;
import org.batchrunner.common.Build;
import org.batchrunner.common.Ticker;
import org.batchrunner.config.ProviderSettingsFactory;
import org.batchrunner.config.Settings;
import org.batchrunner.flow.CamelCsvParser;
import org.batchrunner.intake.CsvParser;
import org.batchrunner.intake.Intake;
import org.batchrunner.intake.OptionSets;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.LedgerSettings;
import org.batchrunner.metrics.Counters;
import org.batchrunner.outbox.Outbox;
import org.batchrunner.provider.Providers;
import org.batchrunner.provider.limits.ProviderLimits;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.util.function.SingletonSupplier;

/** What every command needs: the ledger, the outbox, and the rules; no routes. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(Settings.class)
@Import({
  CorpusConfiguration.class,
  AcceptConfiguration.class,
  RunConfiguration.class,
  ActiveConfiguration.class,
  CallConfiguration.class,
  AdmitConfiguration.class,
  PlanConfiguration.class,
  ManageConfiguration.class,
  UpkeepConfiguration.class
})
class CoreConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  Ticker ticker() {
    return System::nanoTime;
  }

  @Bean
  Build build() {
    return Build.current();
  }

  @Bean
  Ledger ledger(Settings settings, Clock clock) {
    Settings.LedgerSetting ledger = settings.ledger();
    return Ledger.open(
        ledger.url() == null
            ? LedgerSettings.in(settings.data())
            : LedgerSettings.of(ledger.url(), ledger.username(), ledger.password()),
        clock);
  }

  @Bean
  Providers providers(Settings settings) {
    return new Providers(ProviderSettingsFactory.all(settings.providers()));
  }

  @Bean
  ProviderLimits pace(Providers providers, Settings settings, Clock clock) {
    return new ProviderLimits(
        providers, settings.probeDelays(), settings.rateLimitPatience(), clock);
  }

  @Bean
  OptionSets optionSets(Settings settings) {
    return new OptionSets(settings.templates());
  }

  /** The light commands have no routes, and so no context of Camel's until a CSV file is read. */
  @Bean
  Intake intake(ObjectProvider<CamelContext> camel) {
    Supplier<CsvParser> parser =
        SingletonSupplier.of(
            () -> new CamelCsvParser(camel.getIfAvailable(DefaultCamelContext::new)));
    return new Intake((reader, delimiter) -> parser.get().parse(reader, delimiter));
  }

  @Bean
  Outbox folder(Settings settings) {
    return new Outbox(settings.outbox());
  }

  @Bean
  Counters tally() {
    return new Counters();
  }
}
