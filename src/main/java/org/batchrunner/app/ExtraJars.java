package org.batchrunner.app;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Camel components, drivers and clients that a user has put into the folder {@code lib/ext}. With
 * them the program is loaded once more by one class loader that has all: Spring's own classes look
 * for those of a broker's client with their own loader.
 */
final class ExtraJars {

  private static final String LOADER = "batch-runner with lib/ext";
  private static final Pattern VERSIONED = Pattern.compile("(.+?)-\\d[^/]*\\.jar");
  private static final Pattern LAST_JAR = Pattern.compile("([^/!]+\\.jar)(!?/)?$");

  private ExtraJars() {}

  /**
   * A loader of the program together with the extra jars.
   *
   * @return null if there are none, or they are loaded already
   */
  static @Nullable ClassLoader loader(Path home) {
    ClassLoader own = ExtraJars.class.getClassLoader();
    if (LOADER.equals(own.getName())) {
      return null;
    }
    List<Path> extra = jars(home.resolve("lib/ext"));
    if (extra.isEmpty()) {
      return null;
    }
    try {
      List<URL> urls = new ArrayList<>(urls(own));
      Set<String> present = artifacts(urls);
      for (Path jar : extra) {
        // What the program has itself is the version that it was tested with.
        if (!present.contains(artifact(String.valueOf(jar.getFileName())))) {
          urls.add(jar.toUri().toURL());
        }
      }
      return new URLClassLoader(
          LOADER, urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<URL> urls(ClassLoader own) throws MalformedURLException {
    if (own instanceof URLClassLoader jar) {
      return Arrays.asList(jar.getURLs());
    }
    List<URL> urls = new ArrayList<>();
    for (String entry :
        System.getProperty("java.class.path", "").split(Pattern.quote(File.pathSeparator))) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return urls;
  }

  /** The names of the jars, and of those that their manifests name, without versions. */
  private static Set<String> artifacts(List<URL> urls) throws IOException {
    Set<String> artifacts = new LinkedHashSet<>();
    for (URL url : urls) {
      Matcher jar = LAST_JAR.matcher(url.toString());
      if (jar.find()) {
        artifacts.add(artifact(jar.group(1)));
      }
      if (url.getProtocol().equals("file") && url.getPath().endsWith(".jar")) {
        for (String named : named(Path.of(URI.create(url.toString())))) {
          artifacts.add(artifact(named.substring(named.lastIndexOf('/') + 1)));
        }
      }
    }
    return artifacts;
  }

  private static String[] named(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      String path =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      return path == null ? new String[0] : path.strip().split("\\s+");
    }
  }

  private static String artifact(String jar) {
    Matcher versioned = VERSIONED.matcher(jar);
    return versioned.matches() ? versioned.group(1) : jar;
  }
}
