package org.batchrunner.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A model of a configured provider.
 *
 * @param provider the name under {@code batch-runner.providers}
 * @param model the model's name as the provider knows it; may contain slashes
 */
public record ModelId(String provider, String model) implements Comparable<ModelId> {

  /**
   * @param text {@code provider/model}
   * @throws IllegalArgumentException if it is not of that form
   */
  @JsonCreator
  public static ModelId parse(String text) {
    int slash = text.indexOf('/');
    if (slash <= 0 || slash == text.length() - 1 || !text.equals(text.strip())) {
      throw new IllegalArgumentException("'" + text + "' is not of the form provider/model");
    }
    return new ModelId(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public int compareTo(ModelId other) {
    return toString().compareTo(other.toString());
  }

  @JsonValue
  @Override
  public String toString() {
    return provider + "/" + model;
  }
}
