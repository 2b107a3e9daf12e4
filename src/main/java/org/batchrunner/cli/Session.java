package org.batchrunner.cli;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a command is started with.
 *
 * @param settings overrides given on the command line
 */
record Session(Program.Launcher launcher, List<String> settings) {

  /**
   * @param more settings, over those of the command line
   */
  Program open(Program.Extent extent, String... more) {
    return launcher.launch(
        extent, Stream.concat(settings.stream(), Stream.of(more)).toArray(String[]::new));
  }
}
