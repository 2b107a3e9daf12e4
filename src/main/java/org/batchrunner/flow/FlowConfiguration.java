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
import org.batchrunner.batch.accept.BatchAcceptor;
import org.batchrunner.batch.active.ActiveBatches;
import org.batchrunner.batch.active.BatchQueue;
import org.batchrunner.batch.admit.TaskAdmitterFactory;
import org.batchrunner.batch.call.ModelCalls;
import org.batchrunner.batch.call.SharedCalls;
import org.batchrunner.batch.manage.BatchQueries;
import org.batchrunner.batch.manage.Reporter;
import org.batchrunner.batch.remote.RemoteTaskDispatcher;
import org.batchrunner.batch.remote.RemoteTaskWorker;
import org.batchrunner.batch.run.CallPlanner;
import org.batchrunner.batch.run.Recorder;
import org.batchrunner.common.Ticker;
import org.batchrunner.config.Settings;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.outbox.Outbox;
import org.batchrunner.outbox.Receipts;
import org.batchrunner.provider.Providers;
import org.batchrunner.provider.limits.ProviderLimits;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans that the routes name. */
@Configuration(proxyBeanMethods = false)
public class FlowConfiguration {
  @Bean(destroyMethod = "shutdown")
  ExecutorService runExecutor() {
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
      Providers providers,
      ProviderLimits pace,
      CallSteps callSteps,
      ScheduledExecutorService replyWatch) {
    return new ProviderRoutes(providers, pace, callSteps, replyWatch);
  }

  @Bean
  LoneOptions loneOptions(BatchAcceptor acceptance, Clock clock) {
    return new LoneOptions(clock, acceptance.droppedOptions()::tell);
  }

  @Bean
  GenericFileFilter<Object> settledFileFilter(
      Settings settings, LoneOptions lone, Outbox folder, Clock clock) {
    UnreadableNames unreadable = new UnreadableNames(new Receipts(folder));
    return new SettledFileFilter(
        settings.inboxReady(), settings.settleTime(), lone::isRefused, clock, unreadable);
  }

  @Bean
  Inbox inbox(BatchAcceptor acceptance, LoneOptions lone, Settings settings) {
    Path spool = settings.data().resolve(".arriving");
    return new Inbox(acceptance, lone, settings.inbox(), spool);
  }

  @Bean
  TaskSource taskSource(ActiveBatches batches, TaskAdmitterFactory admitters, Settings settings) {
    return new TaskSource(batches, admitters, settings.overBroker());
  }

  @Bean
  BrokerSteps brokerSteps(
      Ledger ledger,
      CallPlanner preparation,
      ActiveBatches batches,
      @Qualifier("callsHandedOver") SharedCalls handedOver,
      Settings settings,
      Ticker ticker) {
    return new BrokerSteps(
        new RemoteTaskDispatcher(ledger, handedOver, settings.taskTimeout(), ticker),
        new RemoteTaskWorker(ledger, preparation, batches.guests(), batches.self(), ticker),
        ticker);
  }

  /** Camel starts and stops it, with the route; before that it can't be closed. */
  @Bean(destroyMethod = "")
  QueuedBatches queuedBatches(ActiveBatches batches) {
    return new QueuedBatches(batches);
  }

  @Bean
  AggregationStrategy totalsStrategy(ActiveBatches batches, OutboxSteps outbox) {
    return new TotalsStrategy(batches, outbox);
  }

  @Bean
  AggregationStrategy answersStrategy() {
    return new AnswersStrategy();
  }

  @Bean
  CallSteps callSteps(ModelCalls calls, Ticker ticker) {
    return new CallSteps(calls, ticker);
  }

  @Bean
  RouteFailures routeFailures(QueuedBatches queued, OutboxSteps outbox, Ticker ticker) {
    return new RouteFailures(queued, outbox, ticker);
  }

  @Bean
  FailedStep failedStep() {
    return new FailedStep();
  }

  @Bean
  NextStep nextStep() {
    return new NextStep();
  }

  @Bean
  CallRedelivery callRedelivery(ModelCalls calls) {
    return new CallRedelivery(calls);
  }

  @Bean
  OutboxSteps outboxSteps(
      ActiveBatches batches,
      Reporter reporter,
      BatchQueries inspection,
      Outbox folder,
      Clock clock) {
    return new OutboxSteps(batches, reporter, inspection, folder, clock);
  }

  @Bean
  RecordStep recordStep(Recorder recorder) {
    return new RecordStep(recorder);
  }

  @Bean
  BatchQueue batchQueue(
      ProducerTemplate producer, BatchAcceptor acceptance, ActiveBatches batches) {
    return new SedaBatchQueue(producer, acceptance, batches);
  }

  @Bean
  PromptQueues promptQueues() {
    return new PromptQueues();
  }

  @Bean
  RouteLogLevels routeLogLevels(LoggingSystem logging) {
    return new RouteLogLevels(logging);
  }

  @Bean
  GracefulStop gracefulStop(ActiveBatches batches, Settings settings, Ticker ticker) {
    return new GracefulStop(batches, settings.shutdownTimeout(), ticker);
  }
}
