package org.batchrunner.web;

import java.time.Clock;
import org.batchrunner.batch.accept.DefaultOptions;
import org.batchrunner.batch.accept.InputStore;
import org.batchrunner.batch.manage.BatchQueries;
import org.batchrunner.common.Json;
import org.batchrunner.config.Settings;
import org.batchrunner.intake.Intake;
import org.batchrunner.intake.OptionSets;
import org.batchrunner.ledger.Ledger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;

/** What a program has that serves pages; no other loads any of it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ComponentScan
public class WebConfiguration {

  @Bean
  AccessToken access(Settings settings, Environment environment) {
    return AccessToken.of(
        settings.web().token(), environment.getProperty("server.address", ""), settings.webToken());
  }

  /** There is none where the user set a token, or goes without. */
  @Bean
  @Nullable StartToken startToken(AccessToken access) {
    return access.made();
  }

  @Bean
  Sessions sessions(AccessToken access, Settings settings, Clock clock) {
    return new Sessions(access, settings.data(), clock);
  }

  @Bean
  FilterRegistrationBean<RequestFilter> guard(
      AccessToken access,
      Sessions sessions,
      ApplicationAvailability availability,
      Settings settings) {
    FilterRegistrationBean<RequestFilter> guard =
        new FilterRegistrationBean<>(
            new RequestFilter(
                access,
                sessions,
                new Readiness(availability),
                new BodyLimits(settings.web().maxUpload())));
    guard.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return guard;
  }

  @Bean
  MappingJackson2HttpMessageConverter json() {
    return new MappingJackson2HttpMessageConverter(
        Json.MAPPER.copy().addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class));
  }

  @Bean
  Uploads uploads(Settings settings, Clock clock) {
    return new Uploads(settings.data().resolve(".uploads"), clock);
  }

  @Bean
  BatchViews batchViews(BatchQueries inspection, Clock clock) {
    return new BatchViews(inspection, clock);
  }

  @Bean
  EventStream live(BatchViews batches, BatchQueries inspection, Ledger ledger) {
    return new EventStream(batches, inspection, ledger);
  }

  @Bean
  TaskMatcher pairs(InputStore inputs, Intake intake, Ledger ledger) {
    return new TaskMatcher(inputs, intake, ledger);
  }

  @Bean
  ModelLists modelLists() {
    return new ModelLists();
  }

  @Bean
  NamedFiles namedFiles(Settings settings, DefaultOptions defaults, OptionSets sets) {
    return new NamedFiles(settings.web().folders(), defaults, sets);
  }

  @Bean
  ApiKeyStore keys(Settings settings, AccessToken access) {
    return new ApiKeyStore(settings.home(), access);
  }
}
