package org.batchrunner.app;

import java.net.URI;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.batchrunner.batch.accept.ModelResolver;
import org.batchrunner.batch.active.BatchQueue;
import org.batchrunner.batch.manage.BatchCommands;
import org.batchrunner.batch.manage.BatchQueries;
import org.batchrunner.batch.manage.MoneyAtRisk;
import org.batchrunner.batch.manage.Reporter;
import org.batchrunner.batch.plan.Planner;
import org.batchrunner.cli.RunningProgram;
import org.batchrunner.common.Ticker;
import org.batchrunner.config.Settings;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.task.Mode;
import org.batchrunner.upkeep.Upkeep;
import org.batchrunner.web.RestartRequested;
import org.batchrunner.web.StartToken;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

/** The running program, as commands see it. */
final class SpringProgram implements RunningProgram {

  private static final String LOG = "batch-runner.log";

  private final ConfigurableApplicationContext context;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean restart;

  SpringProgram(ConfigurableApplicationContext context) {
    this.context = context;
    context.addApplicationListener((ApplicationListener<ApplicationEvent>) this::hear);
  }

  /** A part of the program, for tests. */
  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  private void hear(ApplicationEvent event) {
    if (event instanceof RestartRequested) {
      restart = true;
      stopped.countDown();
    } else if (event instanceof ContextClosedEvent) {
      stopped.countDown();
    }
  }

  @Override
  public Settings settings() {
    return context.getBean(Settings.class);
  }

  @Override
  public Clock clock() {
    return context.getBean(Clock.class);
  }

  @Override
  public Ticker ticker() {
    return context.getBean(Ticker.class);
  }

  @Override
  public BatchCommands control() {
    return context.getBean(BatchCommands.class);
  }

  @Override
  public BatchQueries inspection() {
    return context.getBean(BatchQueries.class);
  }

  @Override
  public Planner planner() {
    return context.getBean(Planner.class);
  }

  @Override
  public Reporter reporter() {
    return context.getBean(Reporter.class);
  }

  @Override
  public MoneyAtRisk atRisk() {
    return context.getBean(MoneyAtRisk.class);
  }

  @Override
  public Upkeep upkeep() {
    return context.getBean(Upkeep.class);
  }

  @Override
  public PriceList prices() {
    return context.getBean(PriceList.class);
  }

  @Override
  public Mode mode() {
    return context.getBean(ModelResolver.class).mode();
  }

  @Override
  public BatchQueue worker() {
    return context.getBean(BatchQueue.class);
  }

  @Override
  public URI page() {
    String address = context.getEnvironment().getProperty("server.address", "");
    int port = ((WebServerApplicationContext) context).getWebServer().getPort();
    return URI.create(
        "http://%s:%d/".formatted(address.contains(":") ? "[" + address + "]" : address, port));
  }

  /** Lines of JSON are for a collector of logs, which a secret does not belong in. */
  @Override
  public Entrance entrance() {
    StartToken token = context.getBeanProvider(StartToken.class).getIfAvailable();
    if (token == null) {
      return new Entrance(page(), null);
    }
    boolean json = "json".equalsIgnoreCase(context.getEnvironment().getProperty(LOG));
    return new Entrance(
        json ? page() : page().resolve("/?token=" + token.token()), token.file().toAbsolutePath());
  }

  @Override
  public Stop awaitStop() throws InterruptedException {
    stopped.await();
    return restart ? Stop.RESTART : Stop.END;
  }

  @Override
  public boolean isStopping() {
    return InterruptHandler.isStopping();
  }

  @Override
  public void close() {
    context.close();
  }
}
