package org.batchrunner.cli;

import java.util.List;

/**
 * What a command is started with.
 *
 * @param settings overrides given on the command line
 */
record Session(Program.Launcher launcher, List<String> settings) {

  Program open(Program.Extent extent) {
    return launcher.launch(extent, settings.toArray(String[]::new));
  }
}
