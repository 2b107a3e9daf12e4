package org.batchrunner.batch.plan;

import org.batchrunner.batch.accept.ModelResolver;
import org.batchrunner.batch.accept.OptionResolver;
import org.batchrunner.batch.corpus.CorpusRegistry;
import org.batchrunner.batch.run.CallPlanner;
import org.batchrunner.batch.run.Debate;
import org.batchrunner.batch.run.Judge;
import org.batchrunner.intake.Intake;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.provider.Providers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What files would cost. */
@Configuration(proxyBeanMethods = false)
public class PlanConfiguration {

  @Bean
  Planner planner(
      OptionResolver resolver,
      ModelResolver models,
      Intake intake,
      CorpusRegistry corpora,
      CallPlanner preparation,
      Ledger ledger,
      Providers providers,
      Debate debate,
      Judge judge) {
    return new Planner(
        resolver, models, intake, corpora, preparation, ledger, providers, debate, judge);
  }

  @Bean
  Preview preview(
      OptionResolver resolver,
      ModelResolver models,
      Intake intake,
      CorpusRegistry corpora,
      CallPlanner preparation) {
    return new Preview(resolver, models, intake, corpora, preparation);
  }
}
