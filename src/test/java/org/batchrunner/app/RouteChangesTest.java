package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.batchrunner.app.TestProgram.Said;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user hears of a change in {@code routes/}. */
class RouteChangesTest {

  @TempDir Path home;
  private Path file;
  private TestProgram program;

  @BeforeEach
  void copyTheRoutes() throws IOException {
    Path routes = Files.createDirectories(home.resolve("routes"));
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      for (Path route : files.toList()) {
        Files.copy(route, routes.resolve(route.getFileName()));
      }
    }
    file = Files.writeString(home.resolve("one.csv"), "id,task\n1,Name a tree\n");
    program = TestProgram.in(home).set("mode", "mock");
  }

  /** In each line: the change of the route below, where it is wrong, and what is said. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'log: seen'      | 'log: \"seen'            | 8 | 15 | can't be read",
        "'log: seen'      | 'logg: seen'             | 8 | 9 | 'logg' is not a step",
        "'log: seen'      | 'log: {mesage: seen}'    | 8 | 16 | 'mesage' is not a property",
        "'log: seen'      | 'bean: {ref: nobean}'    | 8 | 22 | no bean 'nobean'",
        "'log: seen'      | 'to: bean:nobean'        | 8 | 14 | no bean 'nobean'",
        "'log: seen'      | 'bean: {ref: outboxSteps, method: fly}' | 8 | 43 | no method 'fly'",
        "'log: seen'      | 'to: sftpx:host'         | 8 | 14 | no component for 'sftpx:'",
        "'log: seen'      | 'log: \"${boddy\"'       | 8 | 15 | can't be read",
        "'uri: direct:mine' | 'uri: timr:mine'       | 6 | 12 | no component for 'timr:'",
        "'block: true'    | 'blokk: true'            | 6 | 38 | 'blokk' is not an option",
        "'uri: direct:mine' | 'uri: \"direct:{{nothing}}\"' | 6 | 12 | 'nothing' is not set",
        "'id: mine'       | 'id: task'               | 3 | 9 | two routes have the id 'task'",
        "'- route:'       | 'rute:'                  | 2 | 1 | a route file is a list",
        "'- route:'       | '- rute:'                | 2 | 3 | 'rute' is not a step",
      })
  void aBrokenRouteIsASentenceWithItsPlace(
      String from, String to, int line, int column, String sentence) throws IOException {
    String route =
        """
        # Mine
        - route:
            id: mine
            description: What is mine
            from: {
              uri: direct:mine, parameters: {block: true},
              steps: [
                {log: seen}]}
        """;
    assertThat(route).contains(from);
    Path mine = home.resolve("routes/zmine.camel.yaml");
    Files.writeString(mine, route.replace(from, to));
    Said said = program.run("run", file.toString());
    assertThat(said.code()).as(said.err()).isEqualTo(2);
    String place = "%s, line %d, column %d: ".formatted(mine, line, column);
    assertThat(said.err().lines().filter(text -> !text.startsWith("***")))
        .singleElement()
        .asString()
        .contains(place, sentence);
  }

  /** It would fail for ever: {@code run} must not wait as long. */
  @Test
  void reportsThatAStepMakesFailEndTheRunWithTheReason() throws IOException {
    Path outbox = home.resolve("routes/outbox.camel.yaml");
    String text = Files.readString(outbox);
    String release = "        - bean:\n            id: release\n";
    assertThat(text).contains(release);
    Files.writeString(
        outbox,
        text.replace(
            release,
            "        - throwException:\n            id: mine\n            exceptionType:"
                + " java.lang.IllegalStateException\n            message: boom\n"
                + release));
    Said said = program.run("run", file.toString());
    assertThat(said.code()).as(said.err()).isEqualTo(1);
    assertThat(said.err()).contains("the step mine of the route close failed: boom");
    Files.writeString(outbox, text);
    assertThat(program.run("run", file.toString()).code()).isZero();
  }

  /** As the previous release had them, each in the place where it stood. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "batch  | ref: taskSource     | ref: source    | the bean 'source' is 'taskSource' now",
        "batch  | \"#totalsStrategy\" | \"#totals\"    | bean 'totals' is 'totalsStrategy' now",
        "outbox | ref: outboxSteps    | ref: outbox    | the bean 'outbox' is 'outboxSteps' now",
        "call   | ref: callSteps      | ref: attempts  | the bean 'attempts' is 'callSteps' now",
        "task   | ref: publishStep    | ref: publisher | bean 'publisher' is 'publishStep' now",
        "inbox  | - java.lang.Exception | - org.batchrunner.batch.Refused | names a Java class",
        "batch  | ${body} != null | ${body} is 'org.batchrunner.batch.Run' | names a Java class",
      })
  void aRouteFileOfThePreviousReleaseIsASentence(
      String name, String now, String before, String sentence) throws IOException {
    Path changed = home.resolve("routes/" + name + ".camel.yaml");
    String text = Files.readString(changed);
    assertThat(text).contains(now);
    Files.writeString(changed, text.replace(now, before));
    Said said = program.run("run", file.toString());
    assertThat(said.code()).as(said.err()).isEqualTo(2);
    assertThat(said.err().lines().filter(line -> !line.startsWith("***")))
        .singleElement()
        .asString()
        .contains(changed + ", line ", sentence, "from an earlier release", "docs/upgrading.md");
  }

  @Test
  void aBeanOfTheUsersOwnMayHaveAnOldName() throws IOException {
    Files.writeString(
        home.resolve("routes/zmine.camel.yaml"),
        """
        - beans:
            - name: totals
              type: java.util.ArrayList
        - route:
            id: mine
            description: A bean of mine
            from:
              uri: direct:mine
              steps:
                - bean:
                    ref: totals
                    method: clear
        """);
    Said said = program.run("run", file.toString());
    assertThat(said.code()).as(said.err()).isZero();
  }

  @Test
  void whatALogStepSaysIsSeen() throws IOException {
    Path task = home.resolve("routes/task.camel.yaml");
    String text = Files.readString(task);
    String step = "        - to:\n            uri: direct:record\n";
    assertThat(text).contains(step);
    Files.writeString(
        task,
        text.replace(
            step,
            step
                + """
                        - log: "a step of mine"
                        - log:
                            message: "under a name of mine"
                            logName: com.example.${routeId}
                        - log:
                            message: "not for everyone"
                            logName: com.example.quiet
                            loggingLevel: DEBUG
                        - choice:
                            when:
                              - simple: "${body} != null"
                                steps:
                                  - to: "log:org.example.audit?showBody=false&showBodyType=false&showHeaders=false&marker=x&showExchangePattern=false&showExchangeId=true"
                """));
    Said said = program.run("run", file.toString(), "--json");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.err())
        .contains("INFO  a step of mine", "INFO  under a name of mine", "INFO  Exchange[Id: ")
        .doesNotContain("not for everyone");
  }
}
