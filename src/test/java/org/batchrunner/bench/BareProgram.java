package org.batchrunner.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * What the program is measured against: the same requests by the same client with the same pool, as
 * many threads as tasks at once, and nothing else. It reads each reply whole and keeps nothing. It
 * works one round and ends if {@code NAME TASKS THREADS} are on the command line. Else it works a
 * round for each such line on standard input, and prints the nanoseconds that it took.
 */
public final class BareProgram {

  private static final int PER_ROUTE = 1000;
  private static final int TOTAL = 4000;

  private final URI url;
  private final CloseableHttpClient http;

  private BareProgram(URI url) {
    this.url = url;
    this.http =
        HttpClientBuilder.create()
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(PER_ROUTE)
                    .setMaxConnTotal(TOTAL)
                    .build())
            .build();
  }

  /**
   * @param arguments the URL of chat completions, and perhaps NAME TASKS THREADS
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    BareProgram program = new BareProgram(URI.create(arguments[0]));
    if (arguments.length > 1) {
      program.round(arguments[1], Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
      return;
    }
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      System.out.println(
          program.round(words[0], Integer.parseInt(words[1]), Integer.parseInt(words[2])));
    }
  }

  private long round(String name, int tasks, int threads) throws InterruptedException {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> ends = new ArrayList<>();
    long start = System.nanoTime();
    for (int thread = 0; thread < threads; thread++) {
      ends.add(
          executor.submit(
              () -> {
                for (int task = next.incrementAndGet();
                    task <= tasks;
                    task = next.incrementAndGet()) {
                  call(Work.body(name, task));
                }
              }));
    }
    try {
      for (Future<?> end : ends) {
        end.get();
      }
    } catch (ExecutionException e) {
      executor.shutdownNow();
      throw new IllegalStateException(e);
    }
    long took = System.nanoTime() - start;
    executor.shutdown();
    return took;
  }

  private void call(byte[] body) {
    HttpPost post = new HttpPost(url);
    post.setHeader("Authorization", "Bearer test");
    post.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
    try {
      int status =
          http.execute(
              post,
              response -> {
                EntityUtils.toByteArray(response.getEntity());
                return response.getCode();
              });
      if (status != 200) {
        throw new IllegalStateException("status " + status);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
