package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.batchrunner.cli.Usage;
import org.batchrunner.config.SettingDoc;
import org.batchrunner.config.Settings;
import org.batchrunner.intake.OptionFile;
import org.batchrunner.intake.OptionSets;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.BatchState;
import org.batchrunner.task.Status;
import org.batchrunner.task.options.Option;
import org.batchrunner.task.options.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * README and the pages in {@code docs} against the code. {@code -Dreadme.write=true} writes what is
 * made from the code: the blocks between {@code <!-- name -->} and {@code <!-- /name -->}, on
 * whichever page they stand.
 */
class ReadmeTest {

  private static final Path README = Path.of("README.md");
  private static final Path REFERENCE = Path.of("docs/reference.md");

  /** The lines of README that fit on a screen and a half. */
  private static final int README_LINES = 140;

  /** What the pages tell of the code, by the name of its block. */
  private static Map<String, String> blocks() {
    Map<String, String> blocks = new LinkedHashMap<>();
    blocks.put("help", fenced(Usage.of()));
    for (String command : Usage.commands()) {
      if (!command.equals("help")) {
        blocks.put("help-" + command, fenced(Usage.of(command)));
      }
    }
    blocks.put("help-prices-import", fenced(Usage.of("prices", "import")));
    blocks.put("options", options());
    blocks.put("settings", settings(s -> !s.ofProvider() && !s.internal()));
    blocks.put("provider-settings", settings(SettingDoc::ofProvider));
    blocks.put("internal-settings", settings(SettingDoc::internal));
    return blocks;
  }

  static Stream<String> blockNames() {
    return blocks().keySet().stream();
  }

  static Stream<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("docs"))) {
      List<Path> pages = new ArrayList<>(files.filter(f -> f.toString().endsWith(".md")).toList());
      Stream.of("README.md", "CONTRIBUTING.md", "bench/README.md", "samples/README.md")
          .map(Path::of)
          .forEach(pages::add);
      return pages.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void whatIsMadeFromTheCodeIsUpToDate(Path page) throws IOException {
    for (Map.Entry<String, String> made : blocks().entrySet()) {
      String block = made.getKey();
      if (has(read(page), block)) {
        if (Boolean.getBoolean("readme.write")) {
          Files.writeString(page, replaced(read(page), block, made.getValue()));
        }
        assertThat(block(read(page), block))
            .as(
                "block %s of %s: ./mvnw test -Dtest=ReadmeTest -Dreadme.write=true writes it",
                block, page)
            .isEqualTo(made.getValue());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("blockNames")
  void theReferenceHasEachBlockOnce(String block) throws IOException {
    assertThat(found(read(REFERENCE), "(<!-- /?" + block + " -->)"))
        .containsExactly("<!-- " + block + " -->", "<!-- /" + block + " -->");
  }

  @Test
  void theReferenceTellsEveryStatusStateAndExitCode() throws IOException {
    String reference = read(REFERENCE);
    for (Status status : Status.values()) {
      assertThat(section(reference, "Statuses of a task")).contains("| `" + status.wire() + "` |");
    }
    for (BatchState state : BatchState.values()) {
      assertThat(section(reference, "States of a batch")).contains("| `" + state.wire() + "` |");
    }
    assertThat(found(section(reference, "Exit codes"), "(?m)^\\| (\\d+) \\|"))
        .containsExactlyElementsOf(Usage.exitCodes());
  }

  @Test
  void readmeFitsOnAScreenAndAHalf() throws IOException {
    assertThat(read(README).lines().count()).isLessThanOrEqualTo(README_LINES);
  }

  @Test
  void theFiguresOfReadmesPromisesStandWhereTheyAreMeasured() throws IOException {
    String measured =
        prose(
            read(Path.of("docs/trust.md"))
                + read(Path.of("docs/grounding.md"))
                + read(Path.of("bench/README.md")));
    List<String> figures =
        found(block(read(README), "promises"), "(?<![\\w.-])(\\$?\\d[\\d.,]*%?)(?<![.,])(?!\\w)");
    assertThat(figures).hasSizeGreaterThan(8);
    for (String figure : figures) {
      assertThat(found(measured, "(?<![\\d.,])(" + Pattern.quote(figure) + ")(?![\\d%])"))
          .as(figure)
          .isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aCodeBlockThatBeginsEnds(Path page) throws IOException {
    assertThat(found(read(page), "(?m)^(```)").size() % 2).as("fences of %s", page).isZero();
  }

  @Test
  void theDefaultsOfTheSettingsAreTheCodes() {
    Map<String, String> told =
        SettingDoc.ALL.stream()
            .collect(Collectors.toMap(SettingDoc::name, s -> s.defaultText().replace("`", "")));
    for (var parameter : Settings.class.getDeclaredConstructors()[0].getParameters()) {
      String name = parameter.getName().replaceAll("([A-Z])", "-$1").toLowerCase();
      DefaultValue value = parameter.getAnnotation(DefaultValue.class);
      if (told.containsKey(name) && value != null && !name.equals("home")) {
        assertThat(told.get(name)).as(name).isEqualTo(String.join(",", value.value()));
      }
    }
  }

  @Test
  void theOptionFileCanBeUsed(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("tasks.yaml"), fence(read(README), "option-file"));
    Options options = Options.of(new OptionFile(new OptionSets(folder)).read(file));
    assertThat(options.perBatchCap()).isEqualTo(Dollars.parse("2"));
    assertThat(options.template())
        .hasValueSatisfying(text -> assertThat(text).contains("{{task}}"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyRelativeLinkLeadsSomewhere(Path page) throws IOException {
    for (String link : found(prose(read(page)), "\\]\\(([^)\\s]+)\\)")) {
      if (!link.matches("[a-z]+:.*")) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
        assertThat(target).as("%s in %s", link, page).exists();
        if (parts.length == 2) {
          assertThat(anchors(read(target))).as("%s in %s", link, page).contains(parts[1]);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandIsThere(Path page) throws IOException {
    for (String command : found(read(page), "batch-runner ([a-z]+)\\b(?!\\.)")) {
      assertThat(Usage.commands()).as("batch-runner %s in %s", command, page).contains(command);
    }
    for (String test : found(read(page), "-D(?:it\\.)?test=(?!none\\b)([A-Za-z]+)")) {
      assertThat(sources()).as("%s in %s", test, page).contains(test + ".java");
    }
  }

  @Test
  void everyOptionOnACommandLineIsThere() throws IOException {
    TreeSet<String> known = new TreeSet<>(found(allHelp(), "(--[a-z][a-z-]*)"));
    List<String> lines =
        pages().flatMap(ReadmeTest::lines).filter(l -> l.contains("batch-runner ")).toList();
    for (String line : lines) {
      for (String option : found(line, "(?<![\\w-])(--[a-z][a-z-]*)(?![.\\w-])")) {
        assertThat(known).as(line).contains(option);
      }
    }
  }

  private static String allHelp() {
    return Stream.concat(
            Usage.commands().stream().map(Usage::of), Stream.of(Usage.of("prices", "import")))
        .collect(Collectors.joining("\n"));
  }

  private static List<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static String options() {
    return table(
        "| option | default | |",
        Arrays.stream(Option.values())
            .map(
                option ->
                    row(
                        "`" + option.key() + "`",
                        option.defaultText().map(text -> "`" + text + "`").orElse(""),
                        option.help())));
  }

  /** Links in the code are those of the project's root, and the reference is in {@code docs}. */
  private static String settings(Predicate<SettingDoc> which) {
    return table(
        "| `batch-runner.` | default | |",
        SettingDoc.ALL.stream()
            .filter(which)
            .map(
                setting ->
                    row(
                        "`" + setting.name() + "`",
                        setting.defaultText(),
                        setting.help().replace("](docs/", "]("))));
  }

  private static String table(String head, Stream<String> rows) {
    return Stream.concat(Stream.of(head, "| --- | --- | --- |"), rows)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String row(String... cells) {
    return Arrays.stream(cells)
        .map(cell -> cell.isEmpty() ? " " : " " + cell + " ")
        .collect(Collectors.joining("|", "|", "|"));
  }

  private static String fenced(String text) {
    return "```\n"
        + text.lines().map(String::stripTrailing).collect(Collectors.joining("\n"))
        + "\n```\n";
  }

  private static Pattern blockPattern(String name) {
    return Pattern.compile("(?s)(?<=<!-- " + name + " -->\n).*?(?=<!-- /" + name + " -->)");
  }

  private static String block(String page, String name) {
    return blockPattern(name)
        .matcher(page)
        .results()
        .map(MatchResult::group)
        .findFirst()
        .orElseThrow(() -> new AssertionError("There is no block <!-- " + name + " -->"));
  }

  private static boolean has(String page, String name) {
    return blockPattern(name).matcher(page).find();
  }

  /** What stands below a heading, up to the next one. */
  private static String section(String page, String heading) {
    return Pattern.compile("(?ms)^#+ " + heading + "$(.*?)(?=^#|\\z)")
        .matcher(page)
        .results()
        .map(match -> match.group(1))
        .findFirst()
        .orElseThrow(() -> new AssertionError("There is no section " + heading));
  }

  private static Stream<String> lines(Path page) {
    try {
      return read(page).lines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String replaced(String page, String name, String text) {
    return blockPattern(name)
        .matcher(page)
        .replaceFirst(java.util.regex.Matcher.quoteReplacement(text));
  }

  /** The code block after a comment. */
  private static String fence(String page, String name) {
    Optional<String> found =
        Pattern.compile("(?s)<!-- " + name + " -->\n```[a-z]*\n(.*?)```")
            .matcher(page)
            .results()
            .map(match -> match.group(1))
            .findFirst();
    return found.orElseThrow(() -> new AssertionError("README has no example " + name));
  }

  /** Without code. */
  private static String prose(String page) {
    return page.replaceAll("(?s)```.*?```", "").replaceAll("`[^`\n]*`", "");
  }

  private static List<String> anchors(String page) {
    return found(prose(page), "(?m)^#+ +(.*)$").stream()
        .map(title -> title.toLowerCase().replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
        .toList();
  }

  private static List<String> found(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1)).toList();
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }
}
