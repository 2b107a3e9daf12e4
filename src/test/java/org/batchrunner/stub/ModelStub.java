package org.batchrunner.stub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The three vendors on one port of this machine. What a request gets is decided by the reactions
 * that are enqueued, then by the scripts in their order, then by the faults; else it is answered.
 * Safe for threads.
 */
public final class ModelStub implements AutoCloseable {

  private static final Duration GRACE = Duration.ofMillis(100);

  private final Clock clock = Clock.systemUTC();
  private final Journal journal = new Journal();
  private final Catalogue catalogue = new Catalogue();
  private final Lag lag = new Lag();
  private final Waits waits = new Waits(GRACE, lag::nanos);
  private final ConcurrentLinkedQueue<Reaction> queue = new ConcurrentLinkedQueue<>();
  private final List<Script> scripts = new CopyOnWriteArrayList<>();
  private final Counting counting = new Counting();
  private final Server server;
  private volatile Script faults = request -> null;
  private volatile @Nullable String key;
  private volatile Duration latency = Duration.ZERO;

  private ModelStub(int port) {
    TokenCount.TRUE.text(Api.OPENAI, "loads the tokenizer before the first request");
    Desk desk = new Desk(catalogue, journal, waits, clock);
    Control control = new Control(this);
    server =
        new Server(
            port,
            arrival -> {
              if (arrival.path().startsWith(Control.PREFIX)) {
                control.answer(arrival);
              } else if (ModelList.isAskedFor(arrival)) {
                ModelList.answer(arrival, key);
              } else {
                desk.serve(arrival, this::react, key, latency, counting);
              }
            });
  }

  /** A stub at a free port. */
  public static ModelStub start() {
    return new ModelStub(0);
  }

  /**
   * @param port 0 for any that is free
   */
  public static ModelStub start(int port) {
    return new ModelStub(port);
  }

  private @Nullable Reaction react(ModelRequest request) {
    Reaction next = queue.poll();
    for (Script script : scripts) {
      next = next == null ? script.react(request) : next;
    }
    return next == null ? faults.react(request) : next;
  }

  public int port() {
    return server.port();
  }

  /** What a provider's {@code base-url} is set to. */
  public URI baseUrl(Api api) {
    return URI.create("http://127.0.0.1:" + port() + api.basePath());
  }

  public Journal journal() {
    return journal;
  }

  /** Reactions for the next requests that can be read, one each. */
  public ModelStub enqueue(Reaction... reactions) {
    queue.addAll(List.of(reactions));
    return this;
  }

  /** One more who decides, asked after those before. */
  public ModelStub script(Script script) {
    scripts.add(script);
    return this;
  }

  public ModelStub faults(Faults odds) {
    faults = new FaultScript(odds, clock);
    return this;
  }

  /** How long every answer and error takes. */
  public ModelStub latency(Duration time) {
    latency = time;
    return this;
  }

  /** The only key that is taken; without it any key is. */
  public ModelStub key(String only) {
    key = only;
    return this;
  }

  /** Sells a model at dollars a million tokens. */
  public ModelStub price(String model, String in, String out) {
    catalogue.sell(model, Tariff.flat(new BigDecimal(in), new BigDecimal(out)));
    return this;
  }

  public ModelStub count(TokenCount how) {
    counting.tokens = how;
    return this;
  }

  /**
   * Bills so many output tokens, as reasoning does, whatever the text; never over the limit that
   * the request sets.
   */
  public ModelStub outputTokens(int least, int most) {
    counting.least = least;
    counting.most = most;
    return this;
  }

  /** Answers a share of each prompt, in percent, from a cache. */
  public ModelStub cached(int percent) {
    counting.cachedPercent = percent;
    return this;
  }

  /** To be called when the program was killed: it can't know any more how long it had to wait. */
  public void forgetWaits() {
    waits.forget();
  }

  /** Forgets journal, scripts, faults and waits; keeps key, latency and prices. */
  public void reset() {
    queue.clear();
    scripts.clear();
    faults = request -> null;
    waits.forget();
    journal.clear();
  }

  /** As {@code POST /__script} takes it. */
  void configure(JsonNode settings) throws IOException {
    new Setting(this).apply(settings);
  }

  @Override
  public void close() {
    lag.close();
    server.close();
    if (!journal.malformed().isEmpty()) {
      throw new AssertionError("requests not as published: " + journal.malformed());
    }
  }
}
