package org.batchrunner.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The environment that a command runs in.
 *
 * @param settings settings given on the command line, which override all others
 */
record CommandContext(RunningProgram.Launcher launcher, List<String> settings) {

  /**
   * @param more settings that override those of the command line
   */
  RunningProgram open(RunningProgram.Extent extent, String... more) {
    Map<String, String> byName = new LinkedHashMap<>();
    Stream.concat(settings.stream(), Stream.of(more))
        .forEach(setting -> byName.put(setting.substring(0, setting.indexOf('=')), setting));
    return launcher.launch(extent, byName.values().toArray(String[]::new));
  }
}
