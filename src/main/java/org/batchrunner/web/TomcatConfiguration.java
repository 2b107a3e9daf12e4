package org.batchrunner.web;

import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.batchrunner.common.Ticker;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the web server, so that slow or broken clients can't block it. */
@Configuration(proxyBeanMethods = false)
class TomcatConfiguration {

  /** From this Java on, a virtual thread that waits for a lock holds no thread of the machine. */
  private static final int VIRTUAL_THREADS = 24;

  /**
   * The most bodies received at once, less than {@code server.tomcat.threads.max}; the other
   * threads are for requests without a body.
   */
  private static final int MOST_BODIES = 800;

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> tomcat(Ticker ticker) {
    return factory -> {
      factory.addEngineValves(new BodyValve(MOST_BODIES, ticker));
      factory.addContextCustomizers(
          context -> context.getParent().getPipeline().addValve(new ProblemReportValve()));
      if (Runtime.version().feature() >= VIRTUAL_THREADS) {
        factory.addProtocolHandlerCustomizers(
            protocol -> protocol.setExecutor(new VirtualThreadExecutor("web-")));
      }
    };
  }
}
