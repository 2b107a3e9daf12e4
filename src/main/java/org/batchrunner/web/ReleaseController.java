package org.batchrunner.web;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.batchrunner.batch.manage.BatchQueries;
import org.batchrunner.batch.manage.MoneyAtRisk;
import org.batchrunner.batch.manage.UnknownBatchException;
import org.batchrunner.ledger.CallRecord;
import org.batchrunner.ledger.ReleasedCall;
import org.batchrunner.ledger.RiskyCall;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.CallProgress;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Lists calls of unknown cost and releases their money. */
@RestController
final class ReleaseController {

  private static final String BY_HAND = "by hand, on the page or by its API";

  private final MoneyAtRisk money;
  private final BatchQueries inspection;

  ReleaseController(MoneyAtRisk money, BatchQueries inspection) {
    this.money = money;
    this.inspection = inspection;
  }

  /**
   * A call that is at risk.
   *
   * @param call the id of the call, for its release
   * @param id of its task
   * @param lost when the call was given up
   * @param progress how far the call got
   * @param far how far the call got, as a sentence
   * @param worst the money that it is charged with
   * @param requestId the id that the vendor gave the request
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Row(
      String call,
      int seq,
      String id,
      String phase,
      String provider,
      String model,
      @Nullable Instant lost,
      CallProgress progress,
      String far,
      Dollars worst,
      @Nullable Integer httpStatus,
      @Nullable String requestId,
      @Nullable String error) {

    static Row of(RiskyCall risky) {
      CallRecord call = risky.call();
      return new Row(
          risky.id(),
          call.seq(),
          risky.task(),
          call.phase().wire(),
          call.model().provider(),
          call.model().model(),
          call.endedAt(),
          call.progress(),
          call.progress().sentence(),
          call.worst(),
          call.httpStatus(),
          call.requestId(),
          call.error());
    }
  }

  /** A call that was released. */
  record Released(String call, Dollars amount, String how, Instant at) {

    static Released of(ReleasedCall call) {
      return new Released(call.seq() + "." + call.no(), call.amount(), call.how(), call.at());
    }
  }

  /**
   * The money at risk in a batch.
   *
   * @param release the batch's option
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record AtRisk(
      String batch, String release, Dollars atRisk, List<Row> calls, List<Released> released) {}

  /** Lists the calls of a batch that are charged at their worst case, and what was released. */
  @GetMapping("/api/batches/{id}/at-risk")
  AtRisk list(@PathVariable String id) {
    MoneyAtRisk.View view = money.view(known(id));
    return new AtRisk(
        view.batch().id(),
        view.batch().options().release().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        view.batch().budget().atRisk(),
        view.calls().stream().map(Row::of).toList(),
        view.released().stream().map(Released::of).toList());
  }

  /**
   * The calls to release.
   *
   * @param calls their ids; or
   * @param all true for all that are at risk now
   */
  record Wanted(@Nullable List<String> calls, @Nullable Boolean all) {}

  /** Gives the money of calls back to the batch; a later settlement still counts. */
  @PostMapping("/api/batches/{id}/release")
  MoneyAtRisk.Done release(@PathVariable String id, @RequestBody Wanted wanted) {
    boolean all = Boolean.TRUE.equals(wanted.all());
    List<String> calls = wanted.calls() == null ? List.of() : wanted.calls();
    if (all != calls.isEmpty()) {
      throw ApiProblem.badRequest(
          "say which calls to release: {\"calls\": [\"1.1\"]}, or {\"all\": true}");
    }
    String batch = known(id);
    try {
      return all
          ? money.releaseAll(batch, BY_HAND)
          : money.release(batch, calls.stream().map(String::valueOf).toList(), BY_HAND);
    } catch (UnknownBatchException e) {
      throw ApiProblem.conflict(String.valueOf(e.getMessage()));
    }
  }

  private String known(String id) {
    return inspection.view(id).batch().id();
  }
}
