package org.batchrunner.upkeep;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.batchrunner.batch.manage.BatchQueries;
import org.batchrunner.ledger.CallRecord;
import org.batchrunner.ledger.Ledger;
import org.batchrunner.money.Dollars;
import org.batchrunner.money.Tokens;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.money.prices.PricedModel;
import org.batchrunner.task.ModelId;
import org.jspecify.annotations.Nullable;

/** Computes what the calls of a batch would cost at other prices. Changes nothing. */
public final class Repricing {

  private final Ledger ledger;
  private final BatchQueries inspection;
  private final Clock clock;

  public Repricing(Ledger ledger, BatchQueries inspection, Clock clock) {
    this.ledger = ledger;
    this.inspection = inspection;
    this.clock = clock;
  }

  /**
   * The calls of one model.
   *
   * @param model the model, as the replies name it
   * @param calls the number of calls whose usage is known
   * @param was the cost of the calls, or their worst case if the model had no price
   * @param would the cost of the calls at the other prices; null if the model has none
   */
  public record Row(ModelId model, long calls, Dollars was, @Nullable Dollars would) {}

  /**
   * All calls of a batch.
   *
   * @param day the day of the prices
   * @param atRisk the most that calls of unknown usage may have cost, which is in none of the rows
   */
  public record Table(List<Row> rows, LocalDate day, Dollars atRisk) {

    /** Returns the cost of the calls of models that have a price. */
    public Dollars was() {
      return Dollars.sum(rows.stream().filter(row -> row.would() != null).map(Row::was));
    }

    /** Returns the cost at the other prices of the calls of models that have one. */
    public Dollars would() {
      return Dollars.sum(rows.stream().map(Row::would).filter(Objects::nonNull));
    }
  }

  private static final class Sum {
    private long calls;
    private Dollars was = Dollars.ZERO;
    private @Nullable Dollars would = Dollars.ZERO;

    private void add(Dollars cost, Optional<PricedModel> priced, Tokens tokens) {
      calls++;
      was = was.plus(cost);
      would =
          would == null || priced.isEmpty() ? null : would.plus(priced.get().price().cost(tokens));
    }
  }

  /**
   * @param day the day whose prices apply; null for today
   */
  public Table reprice(String batch, PriceList prices, @Nullable LocalDate day) {
    LocalDate on = day == null ? LocalDate.now(clock) : day;
    Map<ModelId, Sum> sums = new TreeMap<>();
    Sum unknown = new Sum();
    ledger
        .results()
        .eachCall(
            inspection.view(batch).batch().no(),
            call -> {
              Tokens tokens = call.tokens();
              if (tokens == null) {
                unknown.was = unknown.was.plus(call.cost());
              } else {
                ModelId ran = ran(call);
                sums.computeIfAbsent(ran, model -> new Sum())
                    .add(call.cost(), prices.find(ran.provider(), ran.model(), on), tokens);
              }
            });
    List<Row> rows = new ArrayList<>();
    sums.forEach((model, sum) -> rows.add(new Row(model, sum.calls, sum.was, sum.would)));
    return new Table(rows, on, unknown.was);
  }

  private static ModelId ran(CallRecord call) {
    return call.replyModel() == null
        ? call.model()
        : new ModelId(call.model().provider(), call.replyModel());
  }
}
