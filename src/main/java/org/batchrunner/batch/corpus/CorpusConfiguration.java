package org.batchrunner.batch.corpus;

import java.time.Clock;
import org.batchrunner.config.Settings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The corpora of batches. */
@Configuration(proxyBeanMethods = false)
public class CorpusConfiguration {

  @Bean
  CorpusRegistry corpora(Settings settings, Clock clock) {
    return new CorpusRegistry(settings.data(), clock);
  }
}
