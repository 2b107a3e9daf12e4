package org.batchrunner.stub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;

/** Asks the stub as a program would that knows nothing of it. */
final class PlainClient implements AutoCloseable {

  private final CloseableHttpClient http;
  private final ModelStub stub;
  final Map<String, String> headers = new LinkedHashMap<>();

  PlainClient(ModelStub stub, Timeout timeout) {
    this.stub = stub;
    this.http =
        HttpClients.custom()
            .disableAutomaticRetries()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(1000)
                    .setMaxConnTotal(1000)
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom().setSocketTimeout(timeout).build())
                    .build())
            .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(timeout).build())
            .build();
    headers.put("Authorization", "Bearer test");
    headers.put("x-api-key", "test");
    headers.put("anthropic-version", "2023-06-01");
    headers.put("x-goog-api-key", "test");
  }

  record Answer(int status, String body, Map<String, String> headers) {

    JsonNode json() {
      try {
        return Bodies.MAPPER.readTree(body);
      } catch (IOException e) {
        throw new AssertionError(body, e);
      }
    }
  }

  Answer openAi(String body) throws IOException {
    return post("/v1/chat/completions", body);
  }

  Answer anthropic(String body) throws IOException {
    return post("/v1/messages", body);
  }

  Answer gemini(String model, String body) throws IOException {
    return post("/v1beta/models/" + model + ":generateContent", body);
  }

  Answer post(String path, String body) throws IOException {
    HttpPost post = new HttpPost("http://127.0.0.1:" + stub.port() + path);
    headers.forEach(post::setHeader);
    post.setEntity(new StringEntity(body, StandardCharsets.UTF_8));
    return send(post);
  }

  Answer get(String path) throws IOException {
    return send(new HttpGet("http://127.0.0.1:" + stub.port() + path));
  }

  private Answer send(HttpUriRequestBase request) throws IOException {
    return http.execute(
        request,
        response -> {
          Map<String, String> got = new LinkedHashMap<>();
          for (Header header : response.getHeaders()) {
            got.put(header.getName(), header.getValue());
          }
          String body = EntityUtils.toString(response.getEntity(), StandardCharsets.UTF_8);
          return new Answer(response.getCode(), body == null ? "" : body, got);
        });
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
