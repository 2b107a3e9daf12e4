package org.batchrunner.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.Call;
import org.batchrunner.task.Options;
import org.batchrunner.task.Reply;
import org.batchrunner.task.Task;
import org.batchrunner.task.Usage;
import org.batchrunner.task.Workflow;

/** One task going through the workflow, with what its calls have used so far. Thread-safe. */
public final class Run {

  private final RunContext context;
  private final Task task;
  private final Options options;
  private final String text;
  private final Dollars judgeWorst;
  private final AtomicInteger numbers;
  private final List<Usage> usages = new ArrayList<>();
  private volatile long startedNanos;
  private List<Calling> calls = List.of();
  private Dollars settled = Dollars.ZERO;
  private Dollars spent = Dollars.ZERO;
  private int attempts;

  /**
   * @param priorCalls calls made for the task before, which numbering goes on from
   */
  public Run(RunContext context, Prepared prepared, int priorCalls) {
    this.context = context;
    this.task = prepared.task();
    this.options = prepared.options();
    this.text = prepared.text();
    this.judgeWorst = prepared.judgeWorst();
    this.numbers = new AtomicInteger(priorCalls);
  }

  /** What is asked, the template filled in. */
  public String text() {
    return text;
  }

  /** A request as it is has one answer, whatever the batch's workflow. */
  public Workflow workflow() {
    return task.body() == null ? options.workflow() : Workflow.SINGLE;
  }

  /** The part of the hold that is for the judge. */
  public Dollars judgeWorst() {
    return judgeWorst;
  }

  public RunContext context() {
    return context;
  }

  public Task task() {
    return task;
  }

  /** The options of this task. */
  public Options options() {
    return options;
  }

  /** The run begins. */
  void begin(long nanoTime) {
    startedNanos = nanoTime;
  }

  public long startedNanos() {
    return startedNanos;
  }

  /** The number of the next call. */
  public int nextNumber() {
    return numbers.incrementAndGet();
  }

  /** The first calls: a debater each. */
  public List<Calling> calls() {
    return calls;
  }

  void ask(List<Calling> first) {
    calls = List.copyOf(first);
  }

  /** Counts what a call has cost; one of unknown cost is spent, and has no row of usage. */
  public synchronized void count(Usage usage, boolean known) {
    spent = spent.plus(usage.cost());
    if (known) {
      usages.add(usage);
      settled = settled.plus(usage.cost());
    }
  }

  /** Counts a reply, from a provider or from the ledger. */
  public void count(Call call, Reply reply) {
    Tokens tokens = reply.tokens() == null ? Tokens.NONE : reply.tokens();
    count(
        new Usage(
            call.phase(),
            call.model().provider(),
            reply.model(),
            tokens.prompt(),
            tokens.cacheRead(),
            tokens.output(),
            reply.cost(),
            reply.latencyMs() / 1000.0),
        reply.known());
  }

  /** Counts an attempt whose reply could not be used. */
  public void countLost(Call call, Dollars cost, boolean known, long latencyMs) {
    count(
        new Usage(
            call.phase(),
            call.model().provider(),
            call.model().model(),
            0,
            0,
            0,
            cost,
            latencyMs / 1000.0),
        known);
  }

  public synchronized void attempted() {
    attempts++;
  }

  public synchronized int attempts() {
    return attempts;
  }

  public synchronized List<Usage> usages() {
    return List.copyOf(usages);
  }

  public synchronized Dollars settled() {
    return settled;
  }

  /** All that was or may have been billed. */
  public synchronized Dollars spent() {
    return spent;
  }
}
