package org.batchrunner.common;

/**
 * Which build of the program this is.
 *
 * @param version from the manifest of its archive; {@code development} without one
 */
public record Build(String version) {

  /** The build that is running. */
  public static Build current() {
    String version = Build.class.getPackage().getImplementationVersion();
    return new Build(version == null ? "development" : version);
  }
}
