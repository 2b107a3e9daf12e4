package org.batchrunner.app;

import java.io.IOException;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.batchrunner.batch.accept.BatchAcceptor;
import org.batchrunner.batch.accept.DefaultOptions;
import org.batchrunner.batch.accept.InputStore;
import org.batchrunner.batch.accept.ModelResolver;
import org.batchrunner.batch.accept.Redactors;
import org.batchrunner.batch.active.ActiveBatches;
import org.batchrunner.batch.admit.TaskAdmitterFactory;
import org.batchrunner.batch.call.CallAccounting;
import org.batchrunner.batch.call.CallSteps;
import org.batchrunner.batch.call.ReplyPrice;
import org.batchrunner.batch.call.SharedCalls;
import org.batchrunner.batch.corpus.CorpusRegistry;
import org.batchrunner.batch.manage.BatchCommands;
import org.batchrunner.batch.manage.BatchQueries;
import org.batchrunner.batch.manage.Reporter;
import org.batchrunner.batch.plan.Planner;
import org.batchrunner.batch.plan.Preview;
import org.batchrunner.batch.run.CallPlanner;
import org.batchrunner.batch.run.Debate;
import org.batchrunner.batch.run.Judge;
import org.batchrunner.batch.run.PublishStep;
import org.batchrunner.batch.run.Recorder;
import org.batchrunner.cli.Version;
import org.batchrunner.config.ConfiguredDefaults;
import org.batchrunner.config.InvalidSettingException;
import org.batchrunner.config.ProviderSettingsFactory;
import org.batchrunner.config.Settings;
import org.batchrunner.files.PrivateFiles;
import org.batchrunner.flow.CamelCsvParser;
import org.batchrunner.intake.CsvParser;
import org.batchrunner.intake.Intake;
import org.batchrunner.intake.OptionSets;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.LedgerSettings;
import org.batchrunner.metrics.Counters;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.outbox.AcceptedFiles;
import org.batchrunner.outbox.Outbox;
import org.batchrunner.outbox.Receipts;
import org.batchrunner.provider.Providers;
import org.batchrunner.provider.limits.ProviderLimits;
import org.batchrunner.provider.mock.MockModel;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.task.options.Options;
import org.batchrunner.web.Build;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.function.SingletonSupplier;

/** What every command needs: the ledger, the outbox, and the rules; no routes. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(Settings.class)
@Import(UpkeepConfiguration.class)
class CoreConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  Build build() {
    return new Build(Version.number());
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
  InputStore inputs(Settings settings) throws IOException {
    PrivateFiles.folder(settings.data());
    return new InputStore(settings.data());
  }

  @Bean
  Outbox folder(Settings settings) {
    return new Outbox(settings.outbox());
  }

  @Bean
  CorpusRegistry corpora(Settings settings, Clock clock) {
    return new CorpusRegistry(settings.data(), clock);
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
  BatchAcceptor acceptance(
      Ledger ledger,
      InputStore inputs,
      OptionSets sets,
      DefaultOptions defaults,
      ModelResolver models,
      CorpusRegistry corpora,
      Redactors redactors,
      Intake intake,
      Outbox folder,
      Clock clock) {
    return new BatchAcceptor(
        ledger,
        inputs,
        sets,
        defaults,
        models,
        corpora,
        redactors,
        intake,
        new AcceptedFiles(folder),
        new Receipts(folder),
        clock,
        Version.number());
  }

  @Bean
  CallPlanner preparation(
      Providers providers, PriceList prices, CorpusRegistry corpora, Clock clock) {
    return new CallPlanner(providers, prices, corpora, clock);
  }

  @Bean
  @Primary
  SharedCalls callsInFlight() {
    return new SharedCalls();
  }

  /** Those of tasks that are on their way to whoever takes them from a broker. */
  @Bean
  SharedCalls callsHandedOver() {
    return new SharedCalls();
  }

  @Bean
  Counters tally() {
    return new Counters();
  }

  @Bean
  TaskAdmitterFactory admitters(
      Ledger ledger,
      Intake intake,
      InputStore inputs,
      CallPlanner preparation,
      SharedCalls inFlight,
      @Qualifier("callsHandedOver") SharedCalls handedOver,
      CorpusRegistry corpora,
      Counters tally,
      Settings settings) {
    return new TaskAdmitterFactory(
        intake,
        inputs,
        preparation,
        corpora,
        ledger,
        settings.overBroker() ? handedOver : inFlight,
        tally);
  }

  @Bean
  ActiveBatches batches(Ledger ledger, Settings settings, ProviderLimits pace, Clock clock) {
    return new ActiveBatches(ledger, settings, pace, clock);
  }

  @Bean
  CallSteps calls(
      Ledger ledger,
      PriceList prices,
      SharedCalls inFlight,
      ActiveBatches batches,
      Providers providers,
      ProviderLimits pace,
      Counters tally,
      Clock clock) {
    ReplyPrice price = new ReplyPrice(prices, providers, clock);
    CallAccounting book = new CallAccounting(ledger, price, inFlight, batches::breach, tally);
    return new CallSteps(book, batches, providers, pace, new MockModel(), tally, clock);
  }

  @Bean
  Debate debate(CorpusRegistry corpora) {
    return new Debate(corpora);
  }

  @Bean
  Judge judge(CallPlanner preparation) {
    return new Judge(preparation);
  }

  @Bean
  PublishStep publisher() {
    return new PublishStep();
  }

  @Bean
  Recorder results(Ledger ledger, Redactors redactors, Counters tally) {
    return new Recorder(ledger, redactors, tally);
  }

  @Bean
  BatchQueries inspection(Ledger ledger, Outbox folder, InputStore inputs, Redactors redactors) {
    return new BatchQueries(ledger, folder, inputs, redactors);
  }

  @Bean
  BatchCommands control(Ledger ledger, BatchQueries inspection, OptionSets sets) {
    return new BatchCommands(ledger, inspection, sets);
  }

  @Bean
  Planner planner(
      BatchAcceptor acceptance,
      ModelResolver models,
      Intake intake,
      CorpusRegistry corpora,
      CallPlanner preparation,
      Ledger ledger,
      Providers providers,
      Debate debate,
      Judge judge) {
    return new Planner(
        acceptance, models, intake, corpora, preparation, ledger, providers, debate, judge);
  }

  @Bean
  Preview preview(
      BatchAcceptor acceptance,
      ModelResolver models,
      Intake intake,
      CorpusRegistry corpora,
      CallPlanner preparation) {
    return new Preview(acceptance, models, intake, corpora, preparation);
  }

  @Bean
  Reporter reporter(
      Ledger ledger,
      InputStore inputs,
      Intake intake,
      BatchQueries inspection,
      Outbox folder,
      Redactors redactors,
      Clock clock) {
    return new Reporter(ledger, inputs, intake, inspection, folder, redactors, clock);
  }
}
