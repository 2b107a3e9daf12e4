package org.batchrunner.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the program, from its manifest. */
public final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"Batch Runner " + number()};
  }

  public static String number() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
