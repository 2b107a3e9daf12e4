package org.batchrunner.flow;

import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;
import org.batchrunner.provider.limits.ProviderLimits;

/** A route from the template {@code provider} for each configured provider. */
final class ProviderRoutes extends RouteBuilder {

  private static final int FIRST_ERROR = 400;
  private static final int MAX_REPLY_BYTES = 32 * 1024 * 1024;

  private final Providers providers;
  private final ProviderLimits pace;
  private final CallSteps callSteps;
  private final ScheduledExecutorService watch;

  ProviderRoutes(
      Providers providers,
      ProviderLimits pace,
      CallSteps callSteps,
      ScheduledExecutorService watch) {
    this.providers = providers;
    this.pace = pace;
    this.callSteps = callSteps;
    this.watch = watch;
  }

  @Override
  public void configure() {
    for (ProviderSettings provider : providers.configured()) {
      getContext().getRegistry().bind("client-" + provider.name(), client(provider));
      templatedRoute("provider")
          .routeId("provider-" + provider.name())
          .parameter("name", provider.name())
          .parameter("url", endpoint(provider.baseUrl()))
          .parameter("timeout", Long.toString(provider.timeout().toMillis()));
    }
  }

  /** Headers of error replies only; successful replies carry nothing that other calls must know. */
  private static Map<String, String> headers(HttpResponse response) {
    if (response.getCode() < FIRST_ERROR) {
      return Map.of();
    }
    Map<String, String> headers = new HashMap<>();
    for (Header header : response.getHeaders()) {
      headers.put(header.getName().toLowerCase(Locale.ROOT), header.getValue());
    }
    return headers;
  }

  /** Scheme and authority; the path is the call's, in a header. */
  private static String endpoint(URI baseUrl) {
    return baseUrl.getScheme() + "://" + baseUrl.getRawAuthority();
  }

  /**
   * Adds key, headers and query after Camel, so that they are in no message and no log. No retries
   * of its own: each attempt is in the ledger. No redirects: a key is for one host only. And when a
   * reply says how long to wait, or the batch is another program's by now, no request leaves that
   * is on its way out.
   */
  private HttpClientConfigurer client(ProviderSettings provider) {
    BoundedReply bounds =
        new BoundedReply(
            MAX_REPLY_BYTES, provider.timeout(), watch, callSteps::calling, callSteps::leaves);
    var headers = provider.api().headers(provider);
    String query = provider.baseUrl().getRawQuery();
    return (HttpClientBuilder builder) ->
        builder
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .setUserAgent("batch-runner")
            .addRequestInterceptorLast(
                (request, entity, context) -> {
                  headers.forEach(request::setHeader);
                  if (query != null) {
                    request.setPath(request.getPath() + "?" + query);
                  }
                  pace.leaves(provider.name());
                  callSteps.leaves();
                })
            .addResponseInterceptorFirst(
                (response, entity, context) ->
                    pace.heard(provider.name(), response.getCode(), headers(response)))
            .addExecInterceptorFirst("bounds", bounds);
  }
}
