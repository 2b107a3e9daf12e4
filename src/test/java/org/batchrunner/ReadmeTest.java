package org.batchrunner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.batchrunner.batch.Settings;
import org.batchrunner.cli.Usage;
import org.batchrunner.intake.OptionFile;
import org.batchrunner.intake.OptionSets;
import org.batchrunner.money.Dollars;
import org.batchrunner.task.Option;
import org.batchrunner.task.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * README against the code. {@code -Dreadme.write=true} writes what is made from the code anew: the
 * blocks between {@code <!-- name -->} and {@code <!-- /name -->}.
 */
class ReadmeTest {

  private static final Path README = Path.of("README.md");

  /** What README tells of the code, by the name of its block. */
  private static Map<String, String> blocks() {
    Map<String, String> blocks = new LinkedHashMap<>();
    blocks.put("help", fenced(Usage.of()));
    blocks.put("help-run", fenced(Usage.of("run")));
    blocks.put("options", options());
    blocks.put("settings", settings());
    return blocks;
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
  @ValueSource(strings = {"help", "help-run", "options", "settings"})
  void whatIsMadeFromTheCodeIsUpToDate(String block) throws IOException {
    String made = blocks().get(block);
    if (Boolean.getBoolean("readme.write")) {
      Files.writeString(README, replaced(read(README), block, made));
    }
    assertThat(block(read(README), block))
        .as("block %s: ./mvnw test -Dtest=ReadmeTest -Dreadme.write=true writes it anew", block)
        .isEqualTo(made);
  }

  @Test
  void theDefaultsOfTheSettingsAreTheCodes() {
    Map<String, String> told =
        Setting.ALL.stream()
            .collect(Collectors.toMap(Setting::name, s -> s.defaultText().replace("`", "")));
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
    for (String line : read(README).lines().filter(l -> l.contains("batch-runner ")).toList()) {
      for (String option : found(line, "(?<![\\w-])(--[a-z][a-z-]*)(?![.\\w-])")) {
        assertThat(known).as(line).contains(option);
      }
    }
  }

  private static String allHelp() {
    return Usage.commands().stream().map(Usage::of).collect(Collectors.joining("\n"));
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

  private static String settings() {
    return table(
        "| `batch-runner.` | default | |",
        Setting.ALL.stream()
            .map(
                setting -> row("`" + setting.name() + "`", setting.defaultText(), setting.help())));
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
        .orElseThrow(() -> new AssertionError("README has no block <!-- " + name + " -->"));
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
