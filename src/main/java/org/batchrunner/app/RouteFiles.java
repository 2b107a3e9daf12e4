package org.batchrunner.app;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.batchrunner.config.InvalidSettingException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The folder of route files as text: where in them something stands. */
final class RouteFiles {

  static final String PATTERN = "*.camel.yaml";

  private final Path folder;

  RouteFiles(Path folder) {
    this.folder = folder;
  }

  /** A place in a file, counted from 1. */
  record Place(String file, int line, int column) {

    static final Comparator<Place> ORDER =
        Comparator.comparing(Place::file)
            .thenComparingInt(Place::line)
            .thenComparingInt(Place::column);

    static Place of(String file, Mark mark) {
      return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    boolean isBefore(Place other) {
      return line < other.line || (line == other.line && column < other.column);
    }

    @Override
    public String toString() {
      return "%s, line %d, column %d".formatted(file, line, column);
    }
  }

  /**
   * Looks at what Camel passes over without a word: a file that is no list of routes.
   *
   * @throws InvalidSettingException naming the file
   */
  void check() {
    for (Path file : files()) {
      Node root = root(file);
      if (root != null && !(root instanceof SequenceNode)) {
        throw new InvalidSettingException(
            "%s: a route file is a list; its first line is '- route:'"
                .formatted(place(file, root).map(Place::toString).orElse(file.toString())));
      }
    }
    EarlierRoutes.check(this);
  }

  /**
   * Finds a text in the files.
   *
   * @param route the id of the route that it stands in; null if that is not known
   * @param wanted what a scalar must be like
   * @return the first place in that route, else the last one in all files
   */
  Optional<Place> find(@Nullable String route, Predicate<String> wanted) {
    Optional<Place> last = Optional.empty();
    for (Path file : files()) {
      Node root = root(file);
      List<Node> found = new ArrayList<>();
      for (Node item : children(root)) {
        List<Node> here = new ArrayList<>();
        collect(item, wanted, here);
        if (!here.isEmpty() && route != null && holds(item, route)) {
          return place(file, here.get(0));
        }
        found.addAll(here);
      }
      if (!found.isEmpty()) {
        last = place(file, found.get(found.size() - 1));
      }
    }
    return last;
  }

  /** The first text in the files, in their order, that is as wanted. */
  Optional<Place> findFirst(Predicate<String> wanted) {
    for (Path file : files()) {
      List<Node> found = new ArrayList<>();
      children(root(file)).forEach(item -> collect(item, wanted, found));
      if (!found.isEmpty()) {
        return place(file, found.get(0));
      }
    }
    return Optional.empty();
  }

  /** The first {@code ref} to a bean. */
  Optional<Place> findReference(String bean) {
    return findPair("ref", bean);
  }

  /** Whether the files themselves make a bean of this name. */
  boolean definesBean(String name) {
    return findPair("name", name).isPresent() && findFirst("beans"::equals).isPresent();
  }

  private Optional<Place> findPair(String key, String value) {
    for (Path file : files()) {
      Optional<Node> found = pair(root(file), key, value);
      if (found.isPresent()) {
        return place(file, found.get());
      }
    }
    return Optional.empty();
  }

  private static Optional<Node> pair(@Nullable Node node, String key, String value) {
    if (node instanceof MappingNode map) {
      for (NodeTuple pair : map.getValue()) {
        if (is(pair.getKeyNode(), key) && is(pair.getValueNode(), value)) {
          return Optional.of(pair.getValueNode());
        }
      }
    }
    return children(node).stream().flatMap(child -> pair(child, key, value).stream()).findFirst();
  }

  /** The key of a value that stands at a place; that place itself if the key is not found. */
  static Place keyOf(Place value, String key) {
    List<Node> found = new ArrayList<>();
    Node root = root(Path.of(value.file()));
    if (root != null) {
      collect(root, key::equals, found);
    }
    return found.stream()
        .flatMap(node -> node.getStartMark().stream())
        .map(mark -> Place.of(value.file(), mark))
        .filter(place -> place.isBefore(value))
        .max(Comparator.comparingInt(Place::line).thenComparingInt(Place::column))
        .orElse(value);
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, PATTERN)) {
        all.forEach(files::add);
      } catch (IOException e) {
        throw new InvalidSettingException(
            "the routes in %s can't be read: %s".formatted(folder, e));
      }
    }
    files.sort(Comparator.naturalOrder());
    return files;
  }

  /** Null where there is none: an empty file, or one that Camel will complain of itself. */
  private static @Nullable Node root(Path file) {
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
      return new Compose(settings).composeString(Files.readString(file)).orElse(null);
    } catch (IOException | YamlEngineException e) {
      return null;
    }
  }

  private static Optional<Place> place(Path file, Node node) {
    return node.getStartMark().map(mark -> Place.of(file.toString(), mark));
  }

  private static List<Node> children(@Nullable Node node) {
    if (node instanceof SequenceNode list) {
      return list.getValue();
    }
    if (node instanceof MappingNode map) {
      List<Node> children = new ArrayList<>();
      for (NodeTuple pair : map.getValue()) {
        children.add(pair.getKeyNode());
        children.add(pair.getValueNode());
      }
      return children;
    }
    return List.of();
  }

  private static void collect(Node node, Predicate<String> wanted, List<Node> found) {
    if (node instanceof ScalarNode scalar && wanted.test(scalar.getValue())) {
      found.add(node);
    }
    children(node).forEach(child -> collect(child, wanted, found));
  }

  /** Returns whether an item of a file is the route with this id. */
  private static boolean holds(Node item, String route) {
    for (Node value : children(item)) {
      if (value instanceof MappingNode map) {
        for (NodeTuple pair : map.getValue()) {
          if (is(pair.getKeyNode(), "id") && is(pair.getValueNode(), route)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean is(Node node, String text) {
    return node instanceof ScalarNode scalar && scalar.getValue().equals(text);
  }
}
