package org.batchrunner.app;

import org.batchrunner.flow.FlowConfiguration;
import org.batchrunner.management.ManagementConfiguration;
import org.batchrunner.web.WebConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What {@code watch} starts: the rooms, the routes, the pages and the metrics. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(
    exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
@Import({
  CoreConfiguration.class,
  FlowConfiguration.class,
  WebConfiguration.class,
  ManagementConfiguration.class
})
class WatchApplication {}
