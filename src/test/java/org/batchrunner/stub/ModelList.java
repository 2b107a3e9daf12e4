package org.batchrunner.stub;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The list of models, which costs nothing: a key is tested by it. */
final class ModelList {

  private ModelList() {}

  static boolean isAskedFor(Arrival arrival) {
    return arrival.method().equals("GET") && arrival.path().endsWith("/models");
  }

  /**
   * @param key the only one that is taken; null for any
   */
  static void answer(Arrival arrival, @Nullable String key) {
    Api api = api(arrival);
    String given = api.dialect().key(arrival.headers()::get);
    if (given == null || given.isBlank() || (key != null && !key.equals(given))) {
      // Some vendors repeat the key that they refuse.
      arrival.answer(401, ("no " + given).getBytes(StandardCharsets.UTF_8));
      return;
    }
    arrival.answer(
        200,
        Bodies.write(
            switch (api) {
              case OPENAI -> Map.of("data", List.of(Map.of("id", "gpt-4o-mini")));
              case ANTHROPIC -> Map.of("data", List.of(Map.of("id", "claude-haiku-4-5")));
              case GEMINI -> Map.of("models", List.of(Map.of("name", "models/gemini-2.5-flash")));
            }));
  }

  /** Two have the same path; each has its own header for the key. */
  private static Api api(Arrival arrival) {
    for (Api api : Api.values()) {
      if (arrival.path().equals(api.basePath() + "/models")
          && api.dialect().key(arrival.headers()::get) != null) {
        return api;
      }
    }
    return Api.OPENAI;
  }
}
