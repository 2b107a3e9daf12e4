package org.batchrunner.upkeep;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.Providers;

/** Asks each provider for its list of models, to check that it is reachable and accepts the key. */
final class OnlineCheck implements Doctor.Check {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Providers providers;

  OnlineCheck(Providers providers) {
    this.providers = providers;
  }

  @Override
  public List<Finding> look() {
    if (providers.configured().isEmpty()) {
      return List.of(Finding.note("no provider is configured, so none was checked"));
    }
    return providers.configured().stream().map(OnlineCheck::ask).toList();
  }

  private static Finding ask(ProviderSettings provider) {
    String where = "%s (%s)".formatted(provider.name(), provider.baseUrl().getHost());
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(models(provider.baseUrl())).GET();
      provider.api().headers(provider).forEach(request::setHeader);
      // A key is meant for one host, so redirects are not followed.
      HttpResponse<Void> response =
          HttpClient.newBuilder()
              .connectTimeout(PATIENCE)
              .build()
              .send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.discarding());
      return answered(where, provider, response.statusCode());
    } catch (IOException | IllegalArgumentException e) {
      return Finding.wrong(
          "%s can't be reached (%s); check the address, the network and the proxy",
          where, e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Finding.note("the check of %s was interrupted", where);
    }
  }

  private static Finding answered(String where, ProviderSettings provider, int status) {
    return switch (status) {
      case 200 -> Finding.ok("%s answers", where);
      case 401, 403 ->
          Finding.wrong(
              "%s rejects the key (HTTP %d); check batch-runner.providers.%s.api-key, or .env",
              where, status, provider.name());
      default -> Finding.note("%s answers HTTP %d when it is asked for its models", where, status);
    };
  }

  private static URI models(URI baseUrl) {
    String path = baseUrl.getRawPath() == null ? "" : baseUrl.getRawPath();
    String query = baseUrl.getRawQuery() == null ? "" : "?" + baseUrl.getRawQuery();
    return URI.create(
        "%s://%s%s/models%s"
            .formatted(
                baseUrl.getScheme(), baseUrl.getRawAuthority(), path.replaceAll("/+$", ""), query));
  }
}
