package org.batchrunner.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batchrunner.ledger.Ledger.await;
import static org.batchrunner.ledger.Samples.LEASE;
import static org.batchrunner.ledger.Samples.MODEL;
import static org.batchrunner.ledger.Samples.caps;
import static org.batchrunner.ledger.Samples.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.batchrunner.app.SettableClock;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.Tokens;
import org.batchrunner.task.Phase;
import org.batchrunner.task.Reply.Finish;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Whatever is asked, in whatever order, awaited or not, and whenever the program dies and another
 * takes over: no cap is passed, and the sums are those of the calls.
 */
class LedgerProperties {

  private static final List<String> BROKEN =
      List.of(
          "SELECT count(*) FROM account WHERE settled + at_risk + held > cap",
          "SELECT count(*) FROM account WHERE settled < 0 OR at_risk < 0 OR held < 0",
          "SELECT count(*) FROM task WHERE settled + at_risk + held > cap",
          "SELECT count(*) FROM task WHERE settled < 0 OR at_risk < 0 OR drawn < 0 OR drawn > held",
          "SELECT count(*) FROM task WHERE status <> 'pending' AND (held > 0 OR open_calls > 0)",
          "SELECT count(*) FROM task WHERE open_calls <> (SELECT count(*) FROM call"
              + " WHERE call.batch = task.batch AND call.seq = task.seq AND state = 'intended')",
          "SELECT count(*) FROM task WHERE drawn <> (SELECT coalesce(sum(worst), 0) FROM call"
              + " WHERE call.batch = task.batch AND call.seq = task.seq AND state = 'intended')");

  private static Path folder;
  private static LedgerSettings settings;
  private static int batches;

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("ledger");
    settings = LedgerSettings.in(folder);
  }

  @AfterContainer
  static void deleteFolder() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  @Tag("kills")
  void noCapIsPassedAndTheSumsAreThoseOfTheCallsMoreOften(
      @ForAll long seed, @ForAll @LongRange(min = 0, max = 100) long cap) {
    noCapIsPassedAndTheSumsAreThoseOfTheCalls(seed, cap);
  }

  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void noCapIsPassedAndTheSumsAreThoseOfTheCalls(
      @ForAll long seed, @ForAll @LongRange(min = 0, max = 100) long cap) {
    try (Schedule schedule = new Schedule(seed, cap)) {
      for (int step = 0; step < 60; step++) {
        schedule.step();
        schedule.check();
      }
      schedule.takeOver();
      schedule.check();
      assertThat(schedule.ledger.upkeep().integrity()).isEmpty();
    }
  }

  /** A worker and its successors, at random. */
  private static final class Schedule implements AutoCloseable {

    private final Random random;
    private final SettableClock clock = new SettableClock(Instant.parse("2025-01-02T03:04:05Z"));
    private final Reader reader = new Reader(new DriverManagerDataSource(settings.url()));
    private final String id = "b" + ++batches;
    private final long cap;
    private final List<CompletableFuture<?>> pending = new ArrayList<>();
    private final TreeSet<Integer> open = new TreeSet<>();
    private final int[] calls = new int[1000];
    private Ledger ledger;
    private Claim claim;
    private int owners;
    private int highest;

    Schedule(long seed, long cap) {
      this.random = new Random(seed);
      this.cap = cap;
      this.ledger = Ledger.open(settings, clock);
      ledger.batches().accept(Samples.batch(id, caps("1", nanos(cap).toString())), null);
      claim();
    }

    private void claim() {
      claim = ledger.batches().claim(id, "owner" + ++owners, LEASE, owner -> true).orElseThrow();
    }

    void step() {
      switch (random.nextInt(14)) {
        case 0, 1, 2 -> admit();
        case 3, 4 -> intend();
        case 5, 6, 7, 8 -> settle();
        case 9 -> record();
        case 10 -> withdraw();
        case 11, 12 -> release();
        default -> {
          if (random.nextInt(4) == 0) {
            takeOver();
          }
        }
      }
    }

    private void admit() {
      List<Hold> holds = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        int seq = random.nextInt(4) == 0 && highest > 0 ? 1 + random.nextInt(highest) : ++highest;
        Dollars worst = nanos(random.nextInt(20));
        Dollars runCap = nanos(random.nextInt(40));
        List<IntendedCall> intents = new ArrayList<>();
        if (random.nextBoolean()) {
          intents.add(intent(seq, worst));
        }
        holds.add(new Hold(seq, "id", worst, runCap, intents));
        open.add(seq);
      }
      run(ledger.money().admit(batch(), epoch(), holds));
    }

    private IntendedCall intent(int seq, Dollars most) {
      Dollars worst = nanos(random.nextInt((int) most.nanos() + 1));
      return new IntendedCall(seq, ++calls[seq], Phase.DEBATE, MODEL, worst);
    }

    private void intend() {
      if (!open.isEmpty()) {
        IntendedCall intent = intent(anyTask(), nanos(20));
        run(ledger.money().intend(batch(), epoch(), intent, nanos(random.nextInt(20))));
      }
    }

    private void settle() {
      if (!open.isEmpty()) {
        int seq = anyTask();
        int no = 1 + random.nextInt(calls[seq] + 1);
        run(
            ledger
                .money()
                .settle(
                    batch(),
                    switch (random.nextInt(3)) {
                      case 0 -> Settlement.free(seq, no, 429, null, 1);
                      case 1 -> Settlement.atRisk(seq, no, null, null, 1);
                      default -> settled(seq, no);
                    }));
      }
    }

    /** Within the bound of its call, whatever that is. */
    private Settlement settled(int seq, int no) {
      Dollars cost =
          reader
              .first(
                  "SELECT worst FROM call WHERE batch = ? AND seq = ? AND no = ?",
                  (row, n) -> nanos(random.nextInt(row.getInt(1) + 1)),
                  batch(),
                  seq,
                  no)
              .orElse(Dollars.ZERO);
      return Settlement.settled(seq, no, cost, "m", Tokens.of(7, 3), Finish.STOP, 1, null);
    }

    private void record() {
      if (!open.isEmpty()) {
        run(ledger.money().record(batch(), epoch(), ended(anyTask())));
      }
    }

    /** As the program makes it, of the calls that it knows by now. */
    private Result ended(int seq) {
      settleAll();
      Bill bill = Bill.of(ledger.results().calls(batch(), seq));
      return result(seq, Status.PUBLISHED, "0", "x")
          .withBill(bill.usage(), bill.settled(), bill.spent(), bill.attempts());
    }

    private void release() {
      if (!open.isEmpty()) {
        int seq = anyTask();
        List<Releases.CallNo> calls =
            IntStream.rangeClosed(1, calls(seq))
                .mapToObj(no -> new Releases.CallNo(seq, no))
                .toList();
        run(ledger.releases().release(batch(), calls, "by hand"));
      }
    }

    private int calls(int seq) {
      return calls[seq];
    }

    private void withdraw() {
      if (!open.isEmpty()) {
        run(ledger.money().withdraw(batch(), epoch(), List.of(anyTask())));
      }
    }

    /** A successor takes the batch while the predecessor may still be writing. */
    void takeOver() {
      Ledger dead = ledger;
      Claim lost = claim;
      ledger = Ledger.open(settings, clock);
      claim();
      assertThat(await(dead.money().record(batch(), lost.epoch(), result(1, Status.NONE, "0", ""))))
          .isFalse();
      settleAll();
      dead.close();
    }

    private long batch() {
      return claim.batch().no();
    }

    private long epoch() {
      return claim.epoch();
    }

    private int anyTask() {
      return List.copyOf(open).get(random.nextInt(open.size()));
    }

    private void run(CompletableFuture<?> change) {
      pending.add(change);
      if (random.nextBoolean()) {
        settleAll();
      }
    }

    /** Waits; what makes no sense is refused, and may be. */
    private void settleAll() {
      for (CompletableFuture<?> change : pending) {
        try {
          change.join();
        } catch (CompletionException e) {
          assertThat(e.getCause())
              .isInstanceOfAny(
                  IllegalStateException.class,
                  IllegalArgumentException.class,
                  LeaseLostException.class);
        }
      }
      pending.clear();
    }

    void check() {
      for (String sql : BROKEN) {
        assertThat(reader.list(sql, (row, n) -> row.getLong(1))).as(sql).containsExactly(0L);
      }
      BatchRecord batch = Samples.current(ledger, batch());
      assertThat(batch.budget().cap()).isEqualTo(nanos(cap));
      if (pending.isEmpty()) {
        checkResults(batch);
      }
    }

    /** Nothing is under way: results tell what their calls have come to. */
    private void checkResults(BatchRecord batch) {
      Dollars cost = Dollars.ZERO;
      long tokens = 0;
      for (Result result : ledger.results().all(batch()).toList()) {
        Bill bill = Bill.of(ledger.results().calls(batch(), result.seq()));
        String task = "task " + result.seq();
        assertThat(result.spent()).as(task).isEqualTo(bill.spent());
        assertThat(result.costEstimate()).as(task).isEqualTo(bill.settled());
        assertThat(result.attempts()).as(task).isEqualTo(bill.attempts());
        assertThat(result.usage().size()).as(task).isEqualTo(bill.usage().size());
        cost = cost.plus(result.costEstimate());
        tokens += result.promptTokens() + result.completionTokens();
      }
      assertThat(batch.totals().cost()).isEqualTo(cost);
      assertThat(batch.totals().promptTokens() + batch.totals().completionTokens())
          .isEqualTo(tokens);
    }

    private static Dollars nanos(long amount) {
      return new Dollars(amount);
    }

    @Override
    public void close() {
      settleAll();
      ledger.close();
    }
  }
}
