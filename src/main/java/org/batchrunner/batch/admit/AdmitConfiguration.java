package org.batchrunner.batch.admit;

import org.batchrunner.batch.accept.InputStore;
import org.batchrunner.batch.call.SharedCalls;
import org.batchrunner.batch.corpus.CorpusRegistry;
import org.batchrunner.batch.run.CallPlanner;
import org.batchrunner.common.Ticker;
import org.batchrunner.config.Settings;
import org.batchrunner.intake.Intake;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.metrics.Counters;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The admission of tasks. */
@Configuration(proxyBeanMethods = false)
public class AdmitConfiguration {

  @Bean
  TaskAdmitterFactory taskAdmitterFactory(
      Ledger ledger,
      Intake intake,
      InputStore inputs,
      CallPlanner preparation,
      SharedCalls inFlight,
      @Qualifier("callsHandedOver") SharedCalls handedOver,
      CorpusRegistry corpora,
      Counters tally,
      Settings settings,
      Ticker ticker) {
    return new TaskAdmitterFactory(
        intake,
        inputs,
        preparation,
        corpora,
        ledger,
        settings.overBroker() ? handedOver : inFlight,
        tally,
        ticker);
  }
}
