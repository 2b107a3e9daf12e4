package org.batchrunner.stub;

import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Makes faults as their odds say. */
final class FaultScript implements Script {

  private static final String PAGE =
      "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking</body></html>";

  private final Faults faults;
  private final Clock clock;

  FaultScript(Faults faults, Clock clock) {
    this.faults = faults;
    this.clock = clock;
  }

  @Override
  public @Nullable Reaction react(ModelRequest request) {
    SplittableRandom random = new SplittableRandom(request.seed(faults.seed()));
    Fault fault = faults.draw(random.nextDouble());
    return fault == null ? null : make(fault, request.api(), random).because(fault);
  }

  private Reaction make(Fault fault, Api api, SplittableRandom random) {
    return switch (fault) {
      case RATE_LIMITED -> rateLimited(api, random);
      case SERVER_ERROR -> Failures.server(api);
      case UNAVAILABLE -> Failures.unavailable(api);
      case OVERLOADED -> Failures.overloaded(api);
      case GATEWAY_TIMEOUT -> Reaction.raw(504, PAGE).billed(true);
      case RESET_BEFORE -> Reaction.answer().delivered(Delivery.RESET).billed(false);
      case RESET_AFTER -> Reaction.answer().delivered(Delivery.RESET);
      case NEVER -> Reaction.answer().delivered(Delivery.NEVER);
      case DRIP -> Reaction.answer().delivered(Delivery.DRIP);
      case HUGE -> Reaction.answer().delivered(Delivery.HUGE);
      case HTML -> Reaction.raw(200, PAGE).header("content-type", "text/html; charset=utf-8");
      case EMPTY -> Reaction.raw(200, "");
      case CUT -> Reaction.answer().delivered(Delivery.CUT);
      case CUT_JSON -> Reaction.answer().cutJson();
      case MALFORMED -> Reaction.raw(200, "{\"ok\": true, \"choices\": \"none\", \"usage\": []}");
      case MALFORMED_USAGE -> Reaction.answer().usage(UsageForm.MALFORMED);
      case NO_USAGE -> Reaction.answer().usage(UsageForm.MISSING);
      case OUT_OF_CREDIT -> Failures.outOfCredit(api);
      case DAILY_QUOTA -> Failures.dailyQuota(api);
      case RETRY_SAID -> Failures.invalid(api).header("x-should-retry", "true");
      case NO_RETRY_SAID -> Failures.server(api).header("x-should-retry", "false");
    };
  }

  private Reaction rateLimited(Api api, SplittableRandom random) {
    WaitForm form = faults.waits().get(random.nextInt(faults.waits().size()));
    long range = faults.longest().minus(faults.shortest()).toMillis();
    Duration wait = faults.shortest().plusMillis(random.nextLong(range + 1));
    return Failures.rateLimited(api, form, wait, clock);
  }
}
