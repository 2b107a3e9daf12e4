package org.batchrunner.batch.call;

import java.time.Clock;
import org.batchrunner.batch.active.ActiveBatches;
import org.batchrunner.common.Ticker;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.metrics.Counters;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.provider.Providers;
import org.batchrunner.provider.limits.ProviderLimits;
import org.batchrunner.provider.mock.MockModel;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** The steps of a model call. */
@Configuration(proxyBeanMethods = false)
public class CallConfiguration {

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
  ModelCalls modelCalls(
      Ledger ledger,
      PriceList prices,
      SharedCalls inFlight,
      ActiveBatches batches,
      Providers providers,
      ProviderLimits pace,
      Counters tally,
      Clock clock,
      Ticker ticker) {
    ReplyPrice price = new ReplyPrice(prices, providers, clock);
    CallAccounting book = new CallAccounting(ledger, price, inFlight, batches::breach, tally);
    return new ModelCalls(book, batches, providers, pace, new MockModel(), tally, clock, ticker);
  }
}
