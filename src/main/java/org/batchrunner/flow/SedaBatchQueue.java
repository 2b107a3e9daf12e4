package org.batchrunner.flow;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ServiceStatus;
import org.batchrunner.batch.accept.BatchAcceptor;
import org.batchrunner.batch.active.ActiveBatches;
import org.batchrunner.batch.active.BatchQueue;

/** Works batches by sending their ids to the route {@code queue-batch}. */
final class SedaBatchQueue implements BatchQueue {

  private static final String ROUTE = "direct:queue-batch";
  private static final String HOLDS = "batch";
  private static final long MOMENT_MS = 50;

  /** After so many moments it is asked whether any program still runs the batch. */
  private static final int MOMENTS = 20;

  private final ProducerTemplate producer;
  private final BatchAcceptor acceptance;
  private final ActiveBatches batches;
  private final AtomicInteger moments = new AtomicInteger();

  SedaBatchQueue(ProducerTemplate producer, BatchAcceptor acceptance, ActiveBatches batches) {
    this.producer = producer;
    this.acceptance = acceptance;
    this.batches = batches;
  }

  @Override
  public String submit(Path file, Map<String, Object> options) {
    String batch = acceptance.accept(file, options, false).batch().id();
    work(batch);
    return batch;
  }

  /**
   * Where the route {@code batch} does not run, another node finds the batch. A user may have
   * replaced that route by others.
   */
  @Override
  public void work(String batch) {
    ServiceStatus holding = producer.getCamelContext().getRouteController().getRouteStatus(HOLDS);
    if (holding == null || holding.isStarted()) {
      producer.sendBody(ROUTE, batch);
    }
  }

  @Override
  public void goOn(String batch) {
    if (batches.workable().contains(batch)) {
      work(batch);
    }
  }

  @Override
  public boolean works(String batch) {
    return batches.find(batch).isPresent();
  }

  @Override
  public Optional<String> givenUp(String batch) {
    return batches.givenUp(batch);
  }

  @Override
  public void awaitChange(String batch) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(MOMENT_MS);
    if (batches.isDueAgain(batch)) {
      work(batch);
    } else if (moments.incrementAndGet() % MOMENTS == 0 && !works(batch)) {
      goOn(batch); // the program that worked it may be gone
    }
  }
}
