package org.batchrunner.management;

import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import org.batchrunner.config.Settings;
import org.batchrunner.ledger.Health;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.metrics.Counters;
import org.batchrunner.provider.Providers;
import org.batchrunner.provider.limits.ProviderLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Metrics and health, where they have a port: {@code management.server.port}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("'${management.server.port:-1}' != '-1'")
public class ManagementConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(ManagementConfiguration.class);

  @Bean
  MeterBinder batchRunnerMetrics(
      Counters tally, Ledger ledger, Providers providers, ProviderLimits pace, Clock clock) {
    return new Metrics(tally, ledger, providers, pace, clock);
  }

  /** Says where they are: the port may be a free one. */
  @Bean
  ApplicationListener<WebServerInitializedEvent> managementPort() {
    return started -> {
      if ("management".equals(started.getApplicationContext().getServerNamespace())) {
        LOG.info("metrics and health: port {}, /actuator", started.getWebServer().getPort());
      }
    };
  }

  /** While the ledger can't write, nothing is lost, but nothing goes on either. */
  @Bean
  HealthIndicator ledgerHealthIndicator(Ledger ledger) {
    return () -> {
      Health health = ledger.health();
      return health.good()
          ? org.springframework.boot.actuate.health.Health.up().build()
          : org.springframework.boot.actuate.health.Health.down()
              .withDetail("problem", String.valueOf(health.cause()))
              .withDetail("since", String.valueOf(health.since()))
              .build();
    };
  }

  @Bean
  HealthIndicator outboxHealthIndicator(Settings settings, Clock clock) {
    return new OutboxHealth(settings.outbox(), clock);
  }
}
