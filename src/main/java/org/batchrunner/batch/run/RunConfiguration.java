package org.batchrunner.batch.run;

import java.time.Clock;
import org.batchrunner.batch.accept.Redactors;
import org.batchrunner.batch.corpus.CorpusRegistry;
import org.batchrunner.common.Ticker;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.metrics.Counters;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.provider.Providers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of a task through the workflow. */
@Configuration(proxyBeanMethods = false)
public class RunConfiguration {

  @Bean
  CallPlanner callPlanner(
      Providers providers, PriceList prices, CorpusRegistry corpora, Clock clock) {
    return new CallPlanner(providers, prices, corpora, clock);
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
  PublishStep publishStep(Ticker ticker) {
    return new PublishStep(ticker);
  }

  @Bean
  Recorder recorder(Ledger ledger, Redactors redactors, Counters tally) {
    return new Recorder(ledger, redactors, tally);
  }
}
