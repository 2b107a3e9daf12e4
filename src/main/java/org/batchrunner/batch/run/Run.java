package org.batchrunner.batch.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.batchrunner.batch.BatchContext;
import org.batchrunner.ledger.Bill;
import org.batchrunner.ledger.CallRecord;
import org.batchrunner.ledger.CallState;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.Call;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Phase;
import org.batchrunner.task.Reply;
import org.batchrunner.task.Reuse;
import org.batchrunner.task.Task;
import org.batchrunner.task.Usage;
import org.batchrunner.task.Workflow;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/** One task going through the workflow, with what its calls have used so far. Thread-safe. */
public final class Run {

  private static final double MILLIS_PER_SECOND = 1000;

  private record Row(int place, Usage usage) {}

  private final BatchContext context;
  private final Task task;
  private final Options options;
  private final String text;
  private final Dollars judgeWorst;
  private final int priorCalls;
  private final AtomicInteger numbers;
  private final List<Row> rows = new ArrayList<>();
  private volatile long startedNanos;
  private List<CallInProgress> calls = List.of();
  private Dollars settled = Dollars.ZERO;
  private Dollars spent = Dollars.ZERO;
  private int attempts;
  private int reusedCalls;
  private Dollars saved = Dollars.ZERO;
  private final Set<String> billNotes = new LinkedHashSet<>();

  /**
   * @param priorCalls calls made for the task before, which numbering goes on from
   */
  public Run(BatchContext context, PlannedTask prepared, int priorCalls) {
    this.context = context;
    this.task = prepared.task();
    this.options = prepared.options();
    this.text = prepared.text();
    this.judgeWorst = prepared.judgeWorst();
    this.priorCalls = priorCalls;
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

  public BatchContext context() {
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
  public void begin(long nanoTime) {
    startedNanos = nanoTime;
  }

  public long startedNanos() {
    return startedNanos;
  }

  /** Calls made for the task under earlier leases. */
  int priorCalls() {
    return priorCalls;
  }

  /** A call has this number already. */
  public void numbered(int number) {
    int unused = numbers.accumulateAndGet(number, Math::max);
  }

  /** The number of the next call. */
  public int nextNumber() {
    return numbers.incrementAndGet();
  }

  /** The first calls: a debater each. */
  public List<CallInProgress> calls() {
    return calls;
  }

  public void ask(List<CallInProgress> first) {
    calls = List.copyOf(first);
  }

  /**
   * Counts a call that was answered.
   *
   * @param asked the model that was called
   */
  public synchronized void count(ModelId asked, Usage usage) {
    spent = spent.plus(usage.cost());
    if (usage.atRisk() != null) {
      spent = spent.plus(usage.atRisk());
    }
    rows.add(new Row(place(asked, usage), usage));
    settled = settled.plus(usage.cost());
  }

  /** Counts a call that may have been billed: it is spent, and has no row of usage. */
  public synchronized void countLost(Dollars worst) {
    spent = spent.plus(worst);
  }

  /** Counts a provider's reply. */
  public void count(Call call, Reply reply) {
    count(call, reply.model(), reply.tokens(), reply.cost(), reply.known(), reply.latencyMs());
  }

  /**
   * Counts a reply, whether it could be used or not.
   *
   * @param model as the reply names it
   * @param cost the most that it can be, where it is not known
   */
  public void count(
      Call call,
      String model,
      @Nullable Tokens tokens,
      Dollars cost,
      boolean known,
      long latencyMs) {
    Tokens used = tokens == null ? Tokens.NONE : tokens;
    count(
        call.model(),
        new Usage(
            call.phase(),
            call.model().provider(),
            model,
            used.prompt(),
            used.cacheRead(),
            used.output(),
            known ? cost : Dollars.ZERO,
            latencyMs / MILLIS_PER_SECOND,
            known || cost.isZero() ? null : cost));
  }

  /** Has something told of a model's bill, once. */
  public synchronized void noteOnBill(ModelId model, List<String> notes) {
    notes.forEach(note -> billNotes.add("on the bill of %s: %s".formatted(model, note)));
  }

  /** What is to be told of the run's bill. */
  public synchronized List<String> billNotes() {
    return List.copyOf(billNotes);
  }

  /** Counts a call that needed no payment. */
  public synchronized void reused(Reply reply) {
    reusedCalls++;
    saved = saved.plus(reply.cost());
  }

  /** The calls that needed no payment; null if there are none. */
  public synchronized @Nullable Reuse reuse() {
    return reusedCalls == 0 ? null : new Reuse(reusedCalls, saved);
  }

  public synchronized void attempted() {
    attempts++;
  }

  /** The last attempt was not made after all. */
  public synchronized void notAttempted() {
    attempts--;
  }

  public synchronized int attempts() {
    return attempts;
  }

  /** In the order of the debaters, the judge last, whatever order they answered in. */
  public synchronized List<Usage> usages() {
    return rows.stream().sorted(Comparator.comparingInt(Row::place)).map(Row::usage).toList();
  }

  private int place(ModelId asked, Usage usage) {
    int debater = options.debaters().indexOf(asked);
    return usage.phase() == Phase.DEBATE && debater >= 0 ? debater : options.debaters().size();
  }

  public synchronized Dollars settled() {
    return settled;
  }

  /** All that was or may have been billed. */
  public synchronized Dollars spent() {
    return spent;
  }

  /** Counts a call of an earlier attempt at this task. */
  public void countPrior(CallRecord call) {
    if (Bill.attempted(call)) {
      attempted();
    }
    Optional<Usage> usage = call.usage();
    if (usage.isPresent()) {
      count(call.model(), usage.get());
    } else if (call.state() == CallState.AT_RISK) {
      countLost(call.cost());
    }
  }
}
