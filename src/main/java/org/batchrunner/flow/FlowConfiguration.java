package org.batchrunner.flow;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.GenericFileFilter;
import org.batchrunner.batch.Acceptance;
import org.batchrunner.batch.Batches;
import org.batchrunner.batch.Calls;
import org.batchrunner.batch.CallsInFlight;
import org.batchrunner.batch.Deputy;
import org.batchrunner.batch.Dispatch;
import org.batchrunner.batch.Inspection;
import org.batchrunner.batch.Preparation;
import org.batchrunner.batch.Recorder;
import org.batchrunner.batch.Reporter;
import org.batchrunner.batch.Settings;
import org.batchrunner.batch.Worker;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.outbox.Outbox;
import org.batchrunner.outbox.Receipts;
import org.batchrunner.provider.Pace;
import org.batchrunner.provider.Providers;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans that the routes name. */
@Configuration(proxyBeanMethods = false)
class FlowConfiguration {
  @Bean(destroyMethod = "shutdown")
  ExecutorService runs() {
    return RunExecutor.create();
  }

  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService replyWatch() {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread thread = new Thread(task, "reply-watch");
          thread.setDaemon(true);
          return thread;
        });
  }

  @Bean
  RouteBuilder providerRoutes(
      Providers providers, Pace pace, Attempts attempts, ScheduledExecutorService replyWatch) {
    return new ProviderRoutes(providers, pace, attempts, replyWatch);
  }

  @Bean
  LoneOptions loneOptions(Acceptance acceptance, Clock clock) {
    return new LoneOptions(clock, acceptance.droppedOptions()::tell);
  }

  @Bean
  GenericFileFilter<Object> arrivals(
      Settings settings, LoneOptions lone, Outbox folder, Clock clock) {
    UnreadableNames unreadable = new UnreadableNames(new Receipts(folder));
    return new Arrivals(
        settings.inboxReady(), settings.settleTime(), lone::isRefused, clock, unreadable);
  }

  @Bean
  Inbox inbox(Acceptance acceptance, LoneOptions lone, Settings settings) {
    Path spool = settings.data().resolve(".arriving");
    return new Inbox(acceptance, lone, settings.inbox(), spool);
  }

  @Bean
  TaskSource source(Batches batches, Settings settings) {
    return new TaskSource(batches, settings.overBroker());
  }

  @Bean
  Crossing crossing(
      Ledger ledger,
      Preparation preparation,
      Batches batches,
      @Qualifier("callsHandedOver") CallsInFlight handedOver) {
    return new Crossing(
        new Dispatch(ledger, handedOver),
        new Deputy(ledger, preparation, batches.guests(), batches.self()));
  }

  /** Camel starts and stops it, with the route; before that it can't be closed. */
  @Bean(destroyMethod = "")
  QueuedBatches queuedBatches(Batches batches) {
    return new QueuedBatches(batches);
  }

  @Bean
  AggregationStrategy totals(Batches batches) {
    return new TotalsStrategy(batches);
  }

  @Bean
  AggregationStrategy answers() {
    return new AnswersStrategy();
  }

  @Bean
  Attempts attempts(Calls calls) {
    return new Attempts(calls);
  }

  @Bean
  Retries retries(Calls calls) {
    return new Retries(calls);
  }

  @Bean
  OutboxSteps outbox(
      Batches batches, Reporter reporter, Inspection inspection, Outbox folder, Clock clock) {
    return new OutboxSteps(batches, reporter, inspection, folder, clock);
  }

  @Bean
  RecordStep recorder(Recorder recorder) {
    return new RecordStep(recorder);
  }

  @Bean
  Worker worker(ProducerTemplate producer, Acceptance acceptance, Batches batches) {
    return new RouteWorker(producer, acceptance, batches);
  }

  @Bean
  RouteLogLevels routeLogLevels(LoggingSystem logging) {
    return new RouteLogLevels(logging);
  }

  @Bean
  GracefulStop gracefulStop(Batches batches, Settings settings) {
    return new GracefulStop(batches, settings.shutdownTimeout());
  }
}
