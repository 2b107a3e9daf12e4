package org.batchrunner.batch.active;

import java.time.Clock;
import org.batchrunner.common.Ticker;
import org.batchrunner.config.Settings;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.provider.limits.ProviderLimits;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The batches that this program runs. */
@Configuration(proxyBeanMethods = false)
public class ActiveConfiguration {

  @Bean
  ActiveBatches activeBatches(
      Ledger ledger, Settings settings, ProviderLimits pace, Clock clock, Ticker ticker) {
    return new ActiveBatches(ledger, settings, pace, clock, ticker);
  }
}
