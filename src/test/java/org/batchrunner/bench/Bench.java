package org.batchrunner.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.batchrunner.harness.Application;
import org.batchrunner.harness.ProgramProcess;
import org.batchrunner.harness.Workplace;
import org.batchrunner.stub.StubMain;

/**
 * A stub, the bare program and the program itself, each a process that runs on: rounds of the two
 * programs take turns, so that what else the machine does meets both.
 */
final class Bench implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private final Peer stub;
  private final Peer bare;
  private final Workplace workplace;
  private final ProgramProcess program;
  private final String address;
  private int dropped;

  Bench(Application application, Path home, int concurrency) {
    stub = Peer.start(StubMain.class, "--count=ROUGH");
    address = "http://127.0.0.1:" + stub.hear();
    bare = Peer.start(BareProgram.class, address + "/v1/chat/completions");
    workplace =
        new Workplace(application, home)
            .provider("openai", URI.create(address + "/v1"))
            .set("defaults.concurrency", Integer.toString(concurrency))
            .set("defaults.debaters", "openai/" + Work.MODEL)
            .set("defaults.per-batch-cap", "10000")
            .set("settle-time", "0s");
    program = workplace.start("watch");
  }

  void latency(Duration latency) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "/__script"))
            .POST(
                BodyPublishers.ofString(
                    "{\"reset\":true,\"latency_ms\":" + latency.toMillis() + "}"))
            .build();
    try {
      int status = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode();
      if (status != 200) {
        throw new IllegalStateException("the stub said " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param millis of each round of the bare program, and of the program
   */
  record Rounds(List<Double> bare, List<Double> millis) {}

  /** Rounds of each in turn, after one of each that does not count. */
  Rounds rounds(int tasks, int threads, int repeats) {
    Rounds unused = round(tasks, threads);
    Rounds rounds = new Rounds(new ArrayList<>(), new ArrayList<>());
    for (int round = 0; round < repeats; round++) {
      Rounds one = round(tasks, threads);
      rounds.bare().addAll(one.bare());
      rounds.millis().addAll(one.millis());
    }
    return rounds;
  }

  /** A round of each. */
  Rounds round(int tasks, int threads) {
    String name = "file" + ++dropped;
    bare.say("bare-" + name + " " + tasks + " " + threads);
    double bareMillis = Long.parseLong(bare.hear()) / 1e6;
    workplace.drop(name + ".csv", Work.csv(name, tasks));
    Timing timing = Timing.of(workplace, name, program, PATIENCE);
    if (timing.published() != tasks) {
      throw new IllegalStateException(
          timing.published() + " of " + tasks + " published\n" + program.err());
    }
    return new Rounds(List.of(bareMillis), List.of(timing.millis()));
  }

  @Override
  public void close() {
    program.terminate();
    program.exitCode();
    bare.close();
    stub.close();
  }
}
