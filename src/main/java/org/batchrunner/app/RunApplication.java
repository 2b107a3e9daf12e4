package org.batchrunner.app;

import org.batchrunner.flow.FlowConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What {@code run} starts: the rooms and the routes, without pages and metrics. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({CoreConfiguration.class, FlowConfiguration.class})
class RunApplication {}
