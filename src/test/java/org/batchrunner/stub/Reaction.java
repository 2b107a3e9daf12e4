package org.batchrunner.stub;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the stub does with a request. Answers are billed, errors are not, but where {@link #billed}
 * says otherwise.
 */
public final class Reaction {

  final int status;
  final @Nullable String text;
  final @Nullable String raw;
  final @Nullable Refused error;
  final Map<String, String> headers = new LinkedHashMap<>();
  boolean billed;
  boolean halved;
  Delivery delivery = Delivery.WHOLE;
  UsageForm form = UsageForm.RIGHT;
  @Nullable Used used;
  @Nullable String finish;
  @Nullable String model;
  @Nullable Duration latency;
  @Nullable CompletableFuture<?> gate;
  @Nullable Duration wait;
  @Nullable Fault fault;

  private Reaction(
      int status, @Nullable String text, @Nullable String raw, @Nullable Refused error) {
    this.status = status;
    this.text = text;
    this.raw = raw;
    this.error = error;
    this.billed = status == 200;
  }

  /** The usual answer, in the form that the request asks for. */
  public static Reaction answer() {
    return new Reaction(200, null, null, null);
  }

  /** This text, in the API's form. */
  public static Reaction answer(String text) {
    return new Reaction(200, text, null, null);
  }

  /** This body as it is. */
  public static Reaction raw(int status, String body) {
    return new Reaction(status, null, body, null);
  }

  /** An error in the API's form. */
  public static Reaction error(int status, String type, String message) {
    return error(status, type, null, message);
  }

  /**
   * An error in the API's form.
   *
   * @param code OpenAI's code, Gemini's quotaId; null for none
   */
  public static Reaction error(int status, String type, @Nullable String code, String message) {
    return error(status, type, code, null, message);
  }

  static Reaction error(
      int status, String type, @Nullable String code, @Nullable String param, String message) {
    return new Reaction(status, null, null, new Refused(status, type, code, param, message));
  }

  /** Adds a header. */
  public Reaction header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  public Reaction billed(boolean really) {
    billed = really;
    return this;
  }

  public Reaction delivered(Delivery how) {
    delivery = how;
    return this;
  }

  public Reaction usage(UsageForm how) {
    form = how;
    return this;
  }

  /** Tokens to bill and to report in place of those counted. */
  public Reaction used(int in, int out) {
    return used(new Used(in, 0, 0, out, 0));
  }

  public Reaction used(Used tokens) {
    used = tokens;
    return this;
  }

  /** The vendor's word for why the reply ended. */
  public Reaction finish(String reason) {
    finish = reason;
    return this;
  }

  /** The model that the reply names, and that is billed. */
  public Reaction as(String name) {
    model = name;
    return this;
  }

  /** In place of the stub's own latency. */
  public Reaction latency(Duration time) {
    latency = time;
    return this;
  }

  /** The reply leaves when this is complete, and not before its latency is over. */
  public Reaction after(CompletableFuture<?> opening) {
    gate = opening;
    return this;
  }

  /** Half of the JSON, in a body that is whole. */
  Reaction cutJson() {
    halved = true;
    return this;
  }

  /** Who comes again within this time is written down as early. Sets no header. */
  Reaction waiting(Duration time) {
    wait = time;
    return this;
  }

  Reaction because(Fault why) {
    fault = why;
    return this;
  }
}
