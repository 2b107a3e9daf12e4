package org.batchrunner.provider;

import org.batchrunner.money.Tokens;
import org.jspecify.annotations.Nullable;

/** What came with a status of success is no reply. The provider has probably billed it. */
public final class Unreadable extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable Tokens tokens;
  private final @Nullable String model;

  /**
   * @param tokens the usage, if that could be read
   * @param model that ran, if that could be read
   */
  public Unreadable(String message, @Nullable Tokens tokens, @Nullable String model) {
    super(message);
    this.tokens = tokens;
    this.model = model;
  }

  /** The usage; null if it could not be read. */
  public @Nullable Tokens tokens() {
    return tokens;
  }

  /** The model that ran; null if it could not be read. */
  public @Nullable String model() {
    return model;
  }

  /** What is wrong, without the reply's text. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
