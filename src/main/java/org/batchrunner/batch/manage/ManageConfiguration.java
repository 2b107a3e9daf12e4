package org.batchrunner.batch.manage;

import java.time.Clock;
import org.batchrunner.batch.accept.InputStore;
import org.batchrunner.batch.accept.Redactors;
import org.batchrunner.intake.Intake;
import org.batchrunner.intake.OptionSets;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.outbox.Outbox;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is asked and told from outside. */
@Configuration(proxyBeanMethods = false)
public class ManageConfiguration {

  @Bean
  BatchQueries inspection(Ledger ledger, Outbox folder, InputStore inputs, Redactors redactors) {
    return new BatchQueries(ledger, folder, inputs, redactors);
  }

  @Bean
  BatchCommands control(Ledger ledger, BatchQueries inspection, OptionSets sets) {
    return new BatchCommands(ledger, inspection, sets);
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
