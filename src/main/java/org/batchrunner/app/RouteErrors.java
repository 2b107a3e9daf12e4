package org.batchrunner.app;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.component.bean.MethodNotFoundException;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.batchrunner.app.RouteFiles.Place;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.springframework.core.NestedExceptionUtils;

/** Says what is wrong with a route file: the file, the line, the column, and what to do. */
final class RouteErrors {

  private static final int LONGEST = 300;
  private static final Pattern UNKNOWN_PARAMETER =
      Pattern.compile("Unknown parameters=\\[\\{([^=,}]+)=");
  private static final Pattern UNKNOWN_PROPERTY =
      Pattern.compile("Property with key \\[([^]]+)] not found");
  private static final Pattern DUPLICATE =
      Pattern.compile("Duplicate route ids detected: ([^. ]+)");
  private static final Pattern UNKNOWN_NODE = Pattern.compile("Unknown node id: (.+)");
  private static final Pattern UNKNOWN_FIELD = Pattern.compile("Unsupported field: (.+)");

  private final RouteFiles files;

  RouteErrors(Path folder) {
    this.files = new RouteFiles(folder);
  }

  /** What is wrong, and how to find it. */
  private record Fault(String sentence, Predicate<String> where) {}

  /** A sentence for whoever edits the routes; empty if the failure does not come from a route. */
  Optional<String> sentence(Throwable failure) {
    boolean ofRoutes = false;
    String route = null;
    Fault fault = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof MarkedYamlEngineException yaml && yaml.getProblemMark().isPresent()) {
        return Optional.of(sentence(yaml));
      }
      if (cause instanceof FailedToCreateRouteException create) {
        ofRoutes = true;
        route = create.getRouteId() == null ? route : create.getRouteId();
      } else if (cause instanceof FailedToStartRouteException start) {
        ofRoutes = true;
        route = start.getRouteId();
      }
      Fault found = fault(cause);
      fault = found == null ? fault : found;
    }
    if (!ofRoutes) {
      return Optional.empty();
    }
    String id = route;
    Fault known = fault == null ? unforeseen(failure, route) : fault;
    return Optional.of(
        files
            .find(id, known.where())
            .or(() -> files.find(id, text -> text.equals(id)))
            .map(place -> place + ": " + known.sentence())
            .orElseGet(() -> "the route %s can't be started: %s".formatted(id, known.sentence())));
  }

  private static @Nullable Fault fault(Throwable cause) {
    if (cause instanceof NoSuchBeanException bean && bean.getName() != null) {
      String name = bean.getName();
      return new Fault("there is no bean '%s'; check the name".formatted(name), names(name));
    }
    if (cause instanceof MethodNotFoundException method) {
      String name = method.getMethodName();
      return new Fault("the bean has no method '%s'; check the name".formatted(name), names(name));
    }
    if (cause instanceof NoSuchLanguageException language) {
      String name = String.valueOf(language.getLanguage());
      return new Fault("the language '%s' is not installed".formatted(name), names(name));
    }
    if (cause instanceof NoSuchEndpointException endpoint) {
      String scheme = endpoint.getUri().replaceFirst(":.*", "");
      return new Fault(
          ("there is no component for '%s:'; check the spelling, or add camel-%s-starter to"
                  + " pom.xml")
              .formatted(scheme, scheme.toLowerCase(Locale.ROOT)),
          text -> text.equals(scheme) || text.startsWith(scheme + ":"));
    }
    if (cause instanceof SimpleIllegalSyntaxException simple) {
      String expression = simple.getExpression();
      return new Fault(
          "this expression can't be read: " + line(simple.getMessage()),
          text -> expression != null && text.contains(expression.trim()));
    }
    return fault(String.valueOf(cause.getMessage()));
  }

  private static @Nullable Fault fault(String message) {
    Matcher parameter = UNKNOWN_PARAMETER.matcher(message);
    if (parameter.find()) {
      String name = parameter.group(1).trim();
      return new Fault(
          "'%s' is not an option of this endpoint; check the spelling".formatted(name),
          text -> text.equals(name) || text.contains(name + "="));
    }
    Matcher property = UNKNOWN_PROPERTY.matcher(message);
    if (property.find()) {
      String name = property.group(1);
      return new Fault(
          "the setting '%s' is not set; set it, or check the spelling".formatted(name),
          text -> text.contains("{{" + name));
    }
    Matcher duplicate = DUPLICATE.matcher(message);
    if (duplicate.find()) {
      String id = duplicate.group(1);
      return new Fault(
          "two routes have the id '%s'; give one of them another".formatted(id), id::equals);
    }
    return null;
  }

  private static Fault unforeseen(Throwable failure, @Nullable String route) {
    String why = line(NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
    return new Fault(why, text -> text.equals(route));
  }

  private static Predicate<String> names(String name) {
    return text ->
        text.equals(name)
            || text.equals("#" + name)
            || text.matches(".*\\b" + Pattern.quote(name) + "\\b.*");
  }

  private static String sentence(MarkedYamlEngineException yaml) {
    String problem = yaml.getProblem().strip();
    Mark mark = yaml.getProblemMark().orElseThrow();
    // What is never closed is wrong where it begins.
    Mark wrong = problem.contains("end of stream") ? yaml.getContextMark().orElse(mark) : mark;
    Place place = Place.of(file(wrong.getName()), wrong);
    Matcher node = UNKNOWN_NODE.matcher(problem);
    if (node.matches()) {
      return "%s: '%s' is not a step or a part of a route; check the spelling"
          .formatted(RouteFiles.keyOf(place, node.group(1)), node.group(1));
    }
    Matcher field = UNKNOWN_FIELD.matcher(problem);
    if (field.matches()) {
      return "%s: '%s' is not a property that is allowed here; check the spelling"
          .formatted(RouteFiles.keyOf(place, field.group(1)), field.group(1));
    }
    return place + ": the YAML can't be read here: " + line(problem);
  }

  private static String file(String label) {
    return label.startsWith("file:") ? Path.of(URI.create(label).getPath()).toString() : label;
  }

  private static String line(@Nullable String message) {
    String text = String.valueOf(message).strip().replaceAll("\\s+", " ");
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
