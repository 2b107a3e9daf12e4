package org.batchrunner.batch.accept;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.batchrunner.intake.OptionSets;
import org.batchrunner.task.options.Options;

/** The batch options set under {@code batch-runner.defaults}. */
public final class DefaultOptions {

  private volatile Map<String, Object> raw = Map.of();

  public DefaultOptions(Map<String, Object> raw) {
    replace(raw);
  }

  /** From now on, for batches that are accepted. */
  public void replace(Map<String, Object> defaults) {
    raw = new LinkedHashMap<>(defaults);
  }

  /**
   * @throws org.batchrunner.task.options.InvalidOptionException if a default is unknown or not
   *     allowed
   */
  public Options options(OptionSets sets) throws IOException {
    return Options.DEFAULTS.with(sets.resolve(raw));
  }
}
