package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The route files as their readers see them. */
class RouteFilesTest {

  private static final YAMLMapper YAML = new YAMLMapper();

  private static final Set<String> LANGUAGES =
      Set.of("simple", "constant", "exchangeProperty", "jsonpath", "xpath");

  /** What holds an expression by Camel's schema, without a shorter form. */
  private static final Set<String> EXPRESSIONS =
      Set.of("expression", "handled", "continued", "retryWhile", "onWhen");

  static Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      return files
          .filter(file -> file.toString().endsWith(".camel.yaml"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @Test
  void theFilesAreTheOnesOfTheDesign() throws IOException {
    assertThat(files().map(file -> file.getFileName().toString()))
        .containsExactly(
            "batch.camel.yaml",
            "call.camel.yaml",
            "errors.camel.yaml",
            "inbox.camel.yaml",
            "outbox.camel.yaml",
            "providers.camel.yaml",
            "task.camel.yaml");
  }

  /** A build packs the program's own routes, never those that its user has changed. */
  @ParameterizedTest
  @MethodSource("files")
  void theJarHasACopyOfItsOwn(Path file) throws IOException {
    assertThat(Path.of("src/main/resources").resolve(file))
        .as("after a change of routes/: cp routes/*.camel.yaml src/main/resources/routes/")
        .hasSameTextualContentAs(file);
    assertThat(Files.readString(Path.of("pom.xml")))
        .as("the user's routes are read at the start and never packed")
        .doesNotContain("<directory>routes</directory>");
  }

  @ParameterizedTest
  @MethodSource("files")
  void eachFileIsValidByCamelsSchema(Path file) throws IOException {
    try (InputStream schema =
        getClass().getClassLoader().getResourceAsStream("schema/camelYamlDsl.json")) {
      JsonSchema camel =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema);
      assertThat(camel.validate(YAML.readTree(file.toFile()))).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void eachRouteHasAnIdInKebabCaseAndADescription(Path file) throws IOException {
    for (JsonNode route : routes(file)) {
      assertThat(route.path("id").asText()).as("%s", route).matches("[a-z]+(-[a-z]+)*");
      assertThat(route.path("description").asText()).as("%s", route.path("id")).isNotBlank();
    }
  }

  @Test
  void noIdStandsTwice() throws IOException {
    Set<String> ids = new HashSet<>();
    for (Path file : files().toList()) {
      YAML.readTree(file.toFile())
          .findValuesAsText("id")
          .forEach(id -> assertThat(ids.add(id)).as(id).isTrue());
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void noRouteHoldsAScript(Path file) throws IOException {
    assertThat(Files.readString(file)).doesNotContain("groovy", "joor", "mvel", "python");
  }

  @ParameterizedTest
  @MethodSource("files")
  void eachFileIsInCanonicalNotation(Path file) throws IOException {
    assertThat(shorthands(YAML.readTree(file.toFile()), "file", "")).isEmpty();
  }

  @Test
  void shorthandsAreFound() throws IOException {
    String route =
        """
        - route:
            from:
              uri: direct:x
              steps:
                - to: direct:y
                - setBody:
                    simple: ${body}
                - setBody:
                    constant:
                      expression: a
                - log: hello
        """;
    assertThat(shorthands(YAML.readTree(route), "file", ""))
        .containsOnly("to", "setBody.simple", "setBody.constant", "log");
  }

  /** Steps that are only a text, and expressions that do not say that they are one. */
  private static List<String> shorthands(JsonNode node, String key, String above) {
    List<String> found = new ArrayList<>();
    if (LANGUAGES.contains(key) && !(EXPRESSIONS.contains(above) && node.isObject())) {
      found.add(above + "." + key);
    }
    if (key.equals("steps")) {
      node.forEach(
          step ->
              step.properties().stream()
                  .filter(named -> !named.getValue().isObject())
                  .forEach(named -> found.add(named.getKey())));
    }
    node.properties()
        .forEach(named -> found.addAll(shorthands(named.getValue(), named.getKey(), key)));
    if (node.isArray()) {
      node.forEach(item -> found.addAll(shorthands(item, "", above)));
    }
    return found;
  }

  /** Camel's {@code doCatch} and {@code onException} want a class: the one that stands for any. */
  @ParameterizedTest
  @MethodSource("files")
  void noRouteNamesAClassButJavasException(Path file) throws IOException {
    String text = Files.readString(file).replace("- java.lang.Exception\n", "");
    assertThat(text)
        .doesNotContainPattern("\\b[a-z]+(\\.[a-z]+)+\\.[A-Z]\\w*")
        .doesNotContain("${body} is", "instanceof");
  }

  /** So that whoever reads a route finds the class, and the other way round. */
  @ParameterizedTest
  @MethodSource("files")
  void eachBeanHasTheNameOfItsClass(Path file) throws IOException {
    Set<String> classes = new HashSet<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      sources
          .map(source -> source.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> Character.toLowerCase(name.charAt(0)) + name.substring(1))
          .forEach(name -> classes.add(name.replace(".java", "")));
    }
    Set<String> beans = new HashSet<>(YAML.readTree(file.toFile()).findValuesAsText("ref"));
    Pattern.compile("\"#(\\w+)\"")
        .matcher(Files.readString(file))
        .results()
        .forEach(found -> beans.add(found.group(1)));
    assertThat(classes).containsAll(beans);
    assertThat(beans).doesNotContainAnyElementsOf(EarlierRoutes.RENAMED.keySet());
  }

  @Test
  void theUpgradePageListsEachNameThatHasChanged() throws IOException {
    String page = Files.readString(Path.of("docs/upgrading.md"));
    EarlierRoutes.RENAMED.forEach(
        (before, now) -> assertThat(page).contains("| `%s` | `%s` |".formatted(before, now)));
  }

  private static List<JsonNode> routes(Path file) throws IOException {
    List<JsonNode> routes = new ArrayList<>();
    for (JsonNode item : YAML.readTree(file.toFile())) {
      Stream.of("route", "routeTemplate")
          .map(item::path)
          .filter(JsonNode::isObject)
          .forEach(routes::add);
    }
    return routes;
  }
}
