package org.batchrunner.web;

import java.io.IOException;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.batchrunner.batch.manage.BatchQueries;
import org.batchrunner.common.Json;
import org.batchrunner.ledger.BatchFilter;
import org.batchrunner.ledger.Ledger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends changes to the open pages. Once a second, each page is told what has changed since it was
 * last told; one that reads slowly is told less often, and does not delay the others.
 */
final class EventStream implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final int NEWEST = 50;
  private static final int MOST_VISITORS = 100;
  private static final long PERIOD_MS = 1000;
  private static final int PING_EVERY = 15;

  private final BatchViews batches;
  private final BatchQueries inspection;
  private final Ledger ledger;
  private final Set<Visitor> visitors = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "live"));
  private final ExecutorService senders =
      Executors.newCachedThreadPool(task -> daemon(task, "live-sender"));
  private volatile boolean running;

  EventStream(BatchViews batches, BatchQueries inspection, Ledger ledger) {
    this.batches = batches;
    this.inspection = inspection;
    this.ledger = ledger;
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Opens a stream about all batches, with the event {@code batches}; at first, it has the newest
   * ones.
   */
  SseEmitter all() {
    Map<String, String> told = new LinkedHashMap<>();
    return join(emitter -> tellBatches(emitter, told));
  }

  /** Opens a stream about one batch, with the events {@code batch} and {@code tasks}. */
  SseEmitter one(String id) {
    long no = inspection.view(id).batch().no();
    return join(new OneBatch(id, no));
  }

  /** Sends what has changed since the last call; returns false if nothing has. */
  private interface Teller {
    boolean tell(SseEmitter emitter) throws IOException;
  }

  private final class Visitor {
    final SseEmitter emitter = new SseEmitter(0L);
    final Teller teller;
    final AtomicBoolean busy = new AtomicBoolean();
    int silent;

    Visitor(Teller teller) {
      this.teller = teller;
    }

    void tell() {
      if (busy.compareAndSet(false, true)) {
        senders.execute(this::send);
      }
    }

    private void send() {
      try {
        if (teller.tell(emitter)) {
          silent = 0;
        } else if (++silent >= PING_EVERY) {
          silent = 0;
          emitter.send(SseEmitter.event().name("ping").data("{}"));
        }
      } catch (IOException | IllegalStateException e) {
        LOG.debug("the event stream of a page was closed", e);
        visitors.remove(this);
      } catch (RuntimeException e) {
        LOG.warn("an event could not be sent to a page: {}", e.toString());
        visitors.remove(this);
        emitter.completeWithError(e);
      } finally {
        busy.set(false);
      }
    }
  }

  private SseEmitter join(Teller teller) {
    if (!running || visitors.size() >= MOST_VISITORS) {
      throw ApiProblem.unavailable(
          "%d pages are open already; close some".formatted(visitors.size()));
    }
    Visitor visitor = new Visitor(teller);
    visitor.emitter.onCompletion(() -> visitors.remove(visitor));
    visitor.emitter.onTimeout(() -> visitors.remove(visitor));
    visitor.emitter.onError(e -> visitors.remove(visitor));
    visitors.add(visitor);
    visitor.tell();
    return visitor.emitter;
  }

  private boolean tellBatches(SseEmitter emitter, Map<String, String> told) throws IOException {
    boolean first = told.isEmpty();
    Map<String, BatchJson> now = new LinkedHashMap<>();
    batches
        .list(new BatchFilter(Set.of(), null, null, null), 0, NEWEST)
        .rows()
        .forEach(batch -> now.put(batch.batch(), batch));
    batches.open().forEach(batch -> now.putIfAbsent(batch.batch(), batch));
    List<BatchJson> changed =
        now.values().stream()
            .filter(
                batch -> {
                  String json = Json.write(batch);
                  return !json.equals(told.put(batch.batch(), json));
                })
            .toList();
    told.keySet().retainAll(now.keySet());
    if (changed.isEmpty() && !first) {
      return false;
    }
    send(emitter, "batches", Map.of("items", changed));
    return true;
  }

  private final class OneBatch implements Teller {
    private static final int MOST_SEQS = 10_000;

    private final String id;
    private final long no;
    private final BitSet ended = new BitSet();
    private String told = "";
    private long done = -1;

    OneBatch(String id, long no) {
      this.id = id;
      this.no = no;
    }

    @Override
    public boolean tell(SseEmitter emitter) throws IOException {
      BatchJson batch = batches.get(id);
      String json = Json.write(batch);
      if (json.equals(told)) {
        return false;
      }
      told = json;
      send(emitter, "batch", batch);
      if (batch.done() != done) {
        boolean first = done < 0;
        if (batch.done() < done) {
          ended.clear();
        }
        done = batch.done();
        List<Integer> seqs =
            ledger.results().ended(no, ended.nextClearBit(1) - 1).stream()
                .filter(seq -> !ended.get(seq))
                .toList();
        seqs.forEach(ended::set);
        if (!first && !seqs.isEmpty()) {
          send(emitter, "tasks", Map.of("seqs", seqs.subList(0, Math.min(MOST_SEQS, seqs.size()))));
        }
      }
      return true;
    }
  }

  private static void send(SseEmitter emitter, String event, Object data) throws IOException {
    emitter.send(SseEmitter.event().name(event).data(Json.write(data), MediaType.APPLICATION_JSON));
  }

  private void tick() {
    try {
      batches.measure();
      visitors.forEach(Visitor::tell);
    } catch (RuntimeException e) {
      LOG.warn("events could not be sent to the pages: {}", e.toString());
    }
  }

  @Override
  public void start() {
    running = true;
    var unused =
        timer.scheduleWithFixedDelay(this::tick, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  /** Closes all streams, so that open pages do not keep the server from stopping. */
  @Override
  public void stop() {
    running = false;
    timer.shutdownNow();
    visitors.forEach(visitor -> visitor.emitter.complete());
    senders.shutdown();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Stops this early, before the server waits for its requests to end. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
