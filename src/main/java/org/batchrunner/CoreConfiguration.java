package org.batchrunner;

import java.io.IOException;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.batchrunner.batch.Acceptance;
import org.batchrunner.batch.Admitters;
import org.batchrunner.batch.Batches;
import org.batchrunner.batch.CallBook;
import org.batchrunner.batch.Calls;
import org.batchrunner.batch.CallsInFlight;
import org.batchrunner.batch.ConfiguredDefaults;
import org.batchrunner.batch.Control;
import org.batchrunner.batch.Corpora;
import org.batchrunner.batch.Debate;
import org.batchrunner.batch.DefaultOptions;
import org.batchrunner.batch.InputStore;
import org.batchrunner.batch.Inspection;
import org.batchrunner.batch.Judge;
import org.batchrunner.batch.Models;
import org.batchrunner.batch.Planner;
import org.batchrunner.batch.Preparation;
import org.batchrunner.batch.Preview;
import org.batchrunner.batch.Publisher;
import org.batchrunner.batch.Recorder;
import org.batchrunner.batch.Redactors;
import org.batchrunner.batch.ReplyPrice;
import org.batchrunner.batch.Reporter;
import org.batchrunner.batch.Settings;
import org.batchrunner.batch.Tally;
import org.batchrunner.cli.Version;
import org.batchrunner.flow.CamelCsvParser;
import org.batchrunner.intake.CsvParser;
import org.batchrunner.intake.Intake;
import org.batchrunner.intake.OptionSets;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.ledger.LedgerSettings;
import org.batchrunner.ledger.OwnerOnly;
import org.batchrunner.money.PriceList;
import org.batchrunner.outbox.AcceptedFiles;
import org.batchrunner.outbox.Outbox;
import org.batchrunner.outbox.Receipts;
import org.batchrunner.provider.MockModel;
import org.batchrunner.provider.Pace;
import org.batchrunner.provider.Providers;
import org.batchrunner.task.BadOption;
import org.batchrunner.task.Options;
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
    return new Providers(ProviderSettingsOf.all(settings.providers()));
  }

  @Bean
  Pace pace(Providers providers, Settings settings, Clock clock) {
    return new Pace(providers, settings.probeDelays(), settings.rateLimitPatience(), clock);
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
    OwnerOnly.folder(settings.data());
    return new InputStore(settings.data());
  }

  @Bean
  Outbox folder(Settings settings) {
    return new Outbox(settings.outbox());
  }

  @Bean
  Corpora corpora(Settings settings, Clock clock) {
    return new Corpora(settings.data(), clock);
  }

  @Bean
  Redactors redactors() {
    return new Redactors();
  }

  @Bean
  Models models(Providers providers, PriceList prices, Settings settings, Clock clock) {
    return new Models(providers, prices, settings.mode(), clock);
  }

  @Bean
  DefaultOptions defaultOptions(ConfigurableEnvironment environment, OptionSets sets)
      throws IOException {
    try {
      DefaultOptions defaults = new DefaultOptions(ConfiguredDefaults.of(environment));
      Options unused = defaults.options(sets);
      return defaults;
    } catch (BadOption e) {
      throw new WrongSetting("batch-runner.defaults: " + e.getMessage());
    }
  }

  @Bean
  Acceptance acceptance(
      Ledger ledger,
      InputStore inputs,
      OptionSets sets,
      DefaultOptions defaults,
      Models models,
      Corpora corpora,
      Redactors redactors,
      Intake intake,
      Outbox folder,
      Clock clock) {
    return new Acceptance(
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
  Preparation preparation(Providers providers, PriceList prices, Corpora corpora, Clock clock) {
    return new Preparation(providers, prices, corpora, clock);
  }

  @Bean
  @Primary
  CallsInFlight callsInFlight() {
    return new CallsInFlight();
  }

  /** Those of tasks that are on their way to whoever takes them from a broker. */
  @Bean
  CallsInFlight callsHandedOver() {
    return new CallsInFlight();
  }

  @Bean
  Tally tally() {
    return new Tally();
  }

  @Bean
  Batches batches(
      Ledger ledger,
      Intake intake,
      InputStore inputs,
      Preparation preparation,
      CallsInFlight inFlight,
      @Qualifier("callsHandedOver") CallsInFlight handedOver,
      Corpora corpora,
      Tally tally,
      Settings settings,
      Pace pace,
      Clock clock) {
    return new Batches(
        ledger,
        new Admitters(
            intake,
            inputs,
            preparation,
            corpora,
            ledger,
            settings.overBroker() ? handedOver : inFlight,
            tally),
        settings,
        pace,
        clock);
  }

  @Bean
  Calls calls(
      Ledger ledger,
      PriceList prices,
      CallsInFlight inFlight,
      Batches batches,
      Providers providers,
      Pace pace,
      Tally tally,
      Clock clock) {
    ReplyPrice price = new ReplyPrice(prices, providers, clock);
    CallBook book = new CallBook(ledger, price, inFlight, batches::breach, tally);
    return new Calls(book, batches, providers, pace, new MockModel(), tally, clock);
  }

  @Bean
  Debate debate(Corpora corpora) {
    return new Debate(corpora);
  }

  @Bean
  Judge judge(Preparation preparation) {
    return new Judge(preparation);
  }

  @Bean
  Publisher publisher() {
    return new Publisher();
  }

  @Bean
  Recorder results(Ledger ledger, Redactors redactors, Tally tally) {
    return new Recorder(ledger, redactors, tally);
  }

  @Bean
  Inspection inspection(Ledger ledger, Outbox folder, InputStore inputs, Redactors redactors) {
    return new Inspection(ledger, folder, inputs, redactors);
  }

  @Bean
  Control control(Ledger ledger, Inspection inspection, OptionSets sets) {
    return new Control(ledger, inspection, sets);
  }

  @Bean
  Planner planner(
      Acceptance acceptance,
      Models models,
      Intake intake,
      Corpora corpora,
      Preparation preparation,
      Ledger ledger,
      Providers providers,
      Debate debate,
      Judge judge) {
    return new Planner(
        acceptance, models, intake, corpora, preparation, ledger, providers, debate, judge);
  }

  @Bean
  Preview preview(
      Acceptance acceptance,
      Models models,
      Intake intake,
      Corpora corpora,
      Preparation preparation) {
    return new Preview(acceptance, models, intake, corpora, preparation);
  }

  @Bean
  Reporter reporter(
      Ledger ledger,
      InputStore inputs,
      Intake intake,
      Inspection inspection,
      Outbox folder,
      Redactors redactors,
      Clock clock) {
    return new Reporter(ledger, inputs, intake, inspection, folder, redactors, clock);
  }
}
