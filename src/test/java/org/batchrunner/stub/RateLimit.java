package org.batchrunner.stub;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's limits a minute, enforced: a bucket that fills evenly. As OpenAI does it, the tokens
 * that a request may use at most count before there is an answer.
 */
public final class RateLimit implements Script {

  private static final double MINUTE_NANOS = 60e9;
  private static final int BYTES_PER_TOKEN = 4;

  private final double requestsPerMinute;
  private final double tokensPerMinute;
  private double requests;
  private double tokens;
  private long last = System.nanoTime();
  private int refused;

  /** Both buckets are full at the start. */
  public RateLimit(int requestsPerMinute, int tokensPerMinute) {
    this.requestsPerMinute = requestsPerMinute;
    this.tokensPerMinute = tokensPerMinute;
    this.requests = requestsPerMinute;
    this.tokens = tokensPerMinute;
  }

  @Override
  public synchronized @Nullable Reaction react(ModelRequest request) {
    long now = System.nanoTime();
    double share = (now - last) / MINUTE_NANOS;
    last = now;
    requests = Math.min(requestsPerMinute, requests + share * requestsPerMinute);
    tokens = Math.min(tokensPerMinute, tokens + share * tokensPerMinute);
    int wanted = request.maxTokens() + request.user().length() / BYTES_PER_TOKEN;
    if (requests >= 1 && tokens >= wanted) {
      requests -= 1;
      tokens -= wanted;
      return headers(request.api());
    }
    refused++;
    double minutes =
        Math.max((1 - requests) / requestsPerMinute, (wanted - tokens) / tokensPerMinute);
    Duration wait = Duration.ofNanos((long) (minutes * MINUTE_NANOS)).plusMillis(1);
    WaitForm form = request.api() == Api.GEMINI ? WaitForm.RETRY_INFO : WaitForm.FRACTION;
    return Failures.rateLimited(request.api(), form, wait, Clock.systemUTC());
  }

  private @Nullable Reaction headers(Api api) {
    long reset = (long) ((requestsPerMinute - requests) / requestsPerMinute * 60_000);
    return switch (api) {
      case OPENAI ->
          Reaction.answer()
              .header("x-ratelimit-limit-requests", whole(requestsPerMinute))
              .header("x-ratelimit-remaining-requests", whole(requests))
              .header("x-ratelimit-reset-requests", reset + "ms")
              .header("x-ratelimit-limit-tokens", whole(tokensPerMinute))
              .header("x-ratelimit-remaining-tokens", whole(tokens));
      case ANTHROPIC ->
          Reaction.answer()
              .header("anthropic-ratelimit-requests-limit", whole(requestsPerMinute))
              .header("anthropic-ratelimit-requests-remaining", whole(requests))
              .header(
                  "anthropic-ratelimit-requests-reset",
                  Clock.systemUTC().instant().plusMillis(reset).toString());
      case GEMINI -> null;
    };
  }

  private static String whole(double number) {
    return Long.toString((long) number);
  }

  /** How many requests were over a limit. */
  public synchronized int refused() {
    return refused;
  }
}
