package org.batchrunner.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.batchrunner.intake.OptionSets;
import org.batchrunner.task.Option;
import org.batchrunner.task.Options;

/** The batch options set under {@code batch-runner.defaults}. */
public final class DefaultOptions {

  private volatile Map<String, Object> raw = Map.of();

  public DefaultOptions(Map<String, Object> raw) {
    replace(raw);
  }

  /** From now on, for batches that are accepted. */
  public void replace(Map<String, Object> defaults) {
    Map<String, Object> byKey = new LinkedHashMap<>();
    defaults.forEach((key, value) -> byKey.put(keyOf(key), plain(value)));
    raw = byKey;
  }

  /**
   * @throws org.batchrunner.task.BadOption if a default is unknown or not allowed
   */
  public Options options(OptionSets sets) throws IOException {
    return Options.DEFAULTS.with(sets.resolve(raw));
  }

  /** An environment variable has lost the dashes: {@code perbatchcap}. */
  private static String keyOf(String key) {
    String bare = key.replace("-", "");
    for (Option option : Option.values()) {
      if (option.key().replace("-", "").equals(bare)) {
        return option.key();
      }
    }
    return key;
  }

  /** Spring Boot makes a map with the keys 0, 1, 2 of a list where it does not know the type. */
  private static Object plain(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < map.size(); i++) {
      Object item = map.get(Integer.toString(i));
      if (item == null) {
        return map;
      }
      list.add(item);
    }
    return list;
  }
}
