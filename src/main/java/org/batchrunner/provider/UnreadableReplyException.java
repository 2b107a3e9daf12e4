package org.batchrunner.provider;

import org.batchrunner.money.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if the body of a successful response is not a reply. The provider has probably billed it.
 */
public final class UnreadableReplyException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable Tokens tokens;
  private final @Nullable String model;
  private final transient @Nullable Billing billing;
  private final @Nullable String partial;
  private final @Nullable String raw;
  private final transient @Nullable ErrorBody error;
  private final boolean page;

  /**
   * @param tokens the usage, if that could be read
   * @param model that ran, if that could be read
   */
  public UnreadableReplyException(String message, @Nullable Tokens tokens, @Nullable String model) {
    this(message, tokens, model, null, null, null);
  }

  /**
   * @param tokens the usage, if that could be read
   * @param model that ran, if that could be read
   * @param billing what else it says about its price
   * @param partial the text that came before the reply broke off
   * @param raw what came, bounded
   */
  UnreadableReplyException(
      String message,
      @Nullable Tokens tokens,
      @Nullable String model,
      @Nullable Billing billing,
      @Nullable String partial,
      @Nullable String raw) {
    super(message);
    this.tokens = tokens;
    this.model = model;
    this.billing = billing;
    this.partial = partial == null || partial.isBlank() ? null : partial;
    this.raw = raw;
    this.error = null;
    this.page = false;
  }

  private UnreadableReplyException(
      UnreadableReplyException same,
      @Nullable String raw,
      @Nullable ErrorBody error,
      boolean page) {
    super(same.message());
    this.tokens = same.tokens;
    this.model = same.model;
    this.billing = same.billing;
    this.partial = same.partial;
    this.raw = raw;
    this.error = error;
    this.page = page;
  }

  /** Creates the exception for an HTML page, such as that of a login or a gateway. */
  static UnreadableReplyException page() {
    return new UnreadableReplyException(
        new UnreadableReplyException("the reply is an HTML page; is base-url right?", null, null),
        null,
        null,
        true);
  }

  /** Returns this exception with the raw reply. */
  UnreadableReplyException with(String came) {
    return new UnreadableReplyException(this, came, error, page);
  }

  /** The same, with what the reply says as JSON, which may be an error. */
  UnreadableReplyException saying(ErrorBody body) {
    return new UnreadableReplyException(this, raw, body, page);
  }

  /** What the reply says where it is JSON; null if it is none. */
  @Nullable ErrorBody error() {
    return error;
  }

  boolean isPage() {
    return page;
  }

  /** The same; some servers repeat the key that they are asked with. */
  public UnreadableReplyException without(@Nullable String key) {
    return raw == null || key == null || !raw.contains(key)
        ? this
        : with(raw.replace(key, "[key]"));
  }

  /** Returns what else the reply says about its price. */
  public Billing billing() {
    return billing == null ? Billing.USUAL : billing;
  }

  /** The text that came before the reply broke off; null if there is none. */
  public @Nullable String partial() {
    return partial;
  }

  /** Returns the raw reply, cut to a maximum length; null if there is none. */
  public @Nullable String raw() {
    return raw;
  }

  /** Returns the usage; null if it could not be read. */
  public @Nullable Tokens tokens() {
    return tokens;
  }

  /** Returns the model that ran; null if it could not be read. */
  public @Nullable String model() {
    return model;
  }

  /** Returns what is wrong, without the text of the reply. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
