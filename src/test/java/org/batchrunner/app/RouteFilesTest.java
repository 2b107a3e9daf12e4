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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The route files as their readers see them. */
class RouteFilesTest {

  private static final YAMLMapper YAML = new YAMLMapper();

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
