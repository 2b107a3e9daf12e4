package org.batchrunner.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.util.Timeout;
import org.batchrunner.common.Json;
import org.batchrunner.provider.ProviderSettings;

/**
 * Asks providers which models they have. Such a call costs nothing, and shows that a key is valid.
 */
final class ModelLists {

  private static final Timeout PATIENCE = Timeout.ofSeconds(10);
  private static final int LONGEST = 4 << 20;
  private static final int MOST = 1000;

  /**
   * @param ok whether the provider answered with a list
   * @param models by their names at the provider
   * @param message what was found, as a sentence
   */
  record Listed(boolean ok, List<String> models, String message) {}

  Listed list(ProviderSettings provider) {
    HttpGet request = new HttpGet(address(provider));
    provider.api().headers(provider).forEach(request::setHeader);
    // Redirects are off: a key is for one host.
    try (CloseableHttpClient client = client()) {
      return client.execute(request, response -> read(provider, response));
    } catch (IOException e) {
      return new Listed(
          false,
          List.of(),
          "%s can't be reached (%s); check the address %s, the network and the proxy"
              .formatted(
                  provider.name(),
                  e.getClass().getSimpleName(),
                  ProviderJson.withoutSecrets(provider.baseUrl())));
    }
  }

  private static CloseableHttpClient client() {
    return HttpClients.custom()
        .useSystemProperties()
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .useSystemProperties()
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom()
                        .setConnectTimeout(PATIENCE)
                        .setSocketTimeout(PATIENCE)
                        .build())
                .build())
        .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(PATIENCE).build())
        .build();
  }

  private static URI address(ProviderSettings provider) {
    URI base = provider.baseUrl();
    String path = base.getRawPath() == null ? "" : base.getRawPath().replaceFirst("/+$", "");
    String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
    return URI.create(base.getScheme() + "://" + base.getRawAuthority() + path + "/models" + query);
  }

  /**
   * Reads the list; of an error only the status is shown, because some providers repeat the key.
   */
  private static Listed read(ProviderSettings provider, ClassicHttpResponse response)
      throws IOException {
    String name = provider.name();
    int status = response.getCode();
    if (status == 401 || status == 403) {
      return new Listed(
          false,
          List.of(),
          "%s refuses the key (%d); copy it again from the provider's page"
              .formatted(name, status));
    }
    if (status / 100 != 2 || response.getEntity() == null) {
      return new Listed(
          false,
          List.of(),
          "%s answered with %d instead of a list of models; the key may still be valid"
              .formatted(name, status));
    }
    byte[] body = response.getEntity().getContent().readNBytes(LONGEST);
    List<String> models = models(body);
    return new Listed(
        true,
        models,
        "%s accepts the key and has %s"
            .formatted(name, org.batchrunner.common.Count.of(models.size(), "model")));
  }

  /** OpenAI and Anthropic list {@code data[].id}, Gemini {@code models[].name}. */
  private static List<String> models(byte[] body) {
    List<String> models = new ArrayList<>();
    try {
      JsonNode root = Json.MAPPER.readTree(body);
      JsonNode list = root.path("data").isArray() ? root.path("data") : root.path("models");
      for (JsonNode model : list) {
        String id = model.path("id").asText(model.path("name").asText(""));
        if (!id.isEmpty() && models.size() < MOST) {
          models.add(id.startsWith("models/") ? id.substring(7) : id);
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    return models;
  }
}
