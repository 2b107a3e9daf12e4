package org.batchrunner.stub;

import java.time.Clock;
import java.time.Duration;

/** The vendors' own failures, in their words. */
public final class Failures {

  private static final String SLOW_DOWN =
      "Rate limit reached for requests. Please try again later.";

  private Failures() {}

  /** 429 for too many requests a minute. */
  public static Reaction rateLimited(Api api, WaitForm form, Duration wait, Clock clock) {
    return switch (api) {
      case OPENAI ->
          form.say(
              Reaction.error(429, "requests", "rate_limit_exceeded", SLOW_DOWN)
                  .header("x-ratelimit-limit-requests", "500")
                  .header("x-ratelimit-remaining-requests", "0")
                  .header("x-ratelimit-reset-requests", wait.toMillis() + "ms"),
              wait,
              clock);
      case ANTHROPIC ->
          form.say(
              Reaction.error(429, "rate_limit_error", SLOW_DOWN)
                  .header("anthropic-ratelimit-requests-limit", "500")
                  .header("anthropic-ratelimit-requests-remaining", "0")
                  .header(
                      "anthropic-ratelimit-requests-reset", clock.instant().plus(wait).toString()),
              wait,
              clock);
      case GEMINI -> {
        String quota = "GenerateRequestsPerMinutePerProjectPerModel-FreeTier";
        String delay = form == WaitForm.RETRY_INFO ? WaitForm.seconds(wait) + "s" : null;
        yield form.say(
            Reaction.error(429, "RESOURCE_EXHAUSTED", quota, delay, SLOW_DOWN), wait, clock);
      }
    };
  }

  public static Reaction server(Api api) {
    return switch (api) {
      case OPENAI ->
          Reaction.error(500, "server_error", "The server had an error processing your request.");
      case ANTHROPIC -> Reaction.error(500, "api_error", "Internal server error");
      case GEMINI -> Reaction.error(500, "INTERNAL", "An internal error has occurred.");
    };
  }

  public static Reaction unavailable(Api api) {
    return switch (api) {
      case OPENAI -> Reaction.error(503, "server_error", "The engine is currently overloaded.");
      case ANTHROPIC -> Reaction.raw(503, "upstream connect error");
      case GEMINI -> Reaction.error(503, "UNAVAILABLE", "The model is overloaded.");
    };
  }

  public static Reaction overloaded(Api api) {
    return Reaction.error(
        529, api == Api.ANTHROPIC ? "overloaded_error" : "server_error", "Overloaded");
  }

  /** The account has no money left. */
  public static Reaction outOfCredit(Api api) {
    return switch (api) {
      case OPENAI ->
          Reaction.error(
              429,
              "insufficient_quota",
              "insufficient_quota",
              "You exceeded your current quota, please check your plan and billing details.");
      case ANTHROPIC -> Reaction.error(402, "billing_error", "Your credit balance is too low.");
      case GEMINI -> Reaction.error(402, "FAILED_PRECONDITION", "Billing is disabled.");
    };
  }

  /** The quota of the day, or what is nearest to it. */
  public static Reaction dailyQuota(Api api) {
    return switch (api) {
      case OPENAI ->
          Reaction.error(
              429,
              "insufficient_quota",
              "organization_usage_limit_exceeded",
              "The organization has reached its usage limit.");
      case ANTHROPIC ->
          Reaction.error(429, "enforced_spend_limit_reached", "The spend limit is reached.");
      case GEMINI ->
          Reaction.error(
              429,
              "RESOURCE_EXHAUSTED",
              "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
              "You exceeded your current quota. Quota exceeded, limit: 0");
    };
  }

  public static Reaction invalid(Api api) {
    return Reaction.error(
        400, api == Api.GEMINI ? "INVALID_ARGUMENT" : "invalid_request_error", "Invalid request.");
  }
}
