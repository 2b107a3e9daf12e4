package org.batchrunner.cli;

import org.batchrunner.common.Build;
import picocli.CommandLine.IVersionProvider;

/** The version of the program, for {@code --version}. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"Batch Runner " + Build.current().version()};
  }
}
