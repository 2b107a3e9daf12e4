package org.batchrunner.workflow.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleFileTest {

  @Test
  void aFileOfItsOwnStandsInPlaceOfTheBuiltInRules(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("rules.yaml");
    Files.writeString(
        file, "rules:\n  - {name: staff, pattern: 'ST-\\d{6}'}\n", StandardCharsets.UTF_8);

    Redacted redacted = Redactor.read(file).redact("ST-123456 jane@example.com");

    assertThat(redacted.text()).isEqualTo("[REDACTED:STAFF] jane@example.com");
    assertThat(redacted.counts()).isEqualTo(Map.of("staff", 1));
  }

  @Test
  void aFileMayIncludeTheBuiltInRulesExceptSome() {
    Redactor redactor = Redactor.of("r.yaml", "include: built-in\nexcept: [email, ipv4]\n");

    assertThat(redactor.apply("jane@example.com 10.1.2.3 4111111111111111"))
        .isEqualTo("jane@example.com 10.1.2.3 [REDACTED:CARD]");
  }

  /** The program trusts them and compiles a pattern when it is first used. */
  @Test
  void theBuiltInRulesStandTheChecksOfAFile() throws Exception {
    try (InputStream rules = Redactor.class.getResourceAsStream("/redaction/rules.yaml")) {
      String yaml = new String(rules.readAllBytes(), StandardCharsets.UTF_8);

      assertThat(RuleFile.read("rules.yaml", yaml, ""))
          .extracting(Rule::name)
          .isEqualTo(Redactor.builtInRules().stream().map(Rule::name).toList());
    }
  }

  @Test
  void anOwnRuleCanKeepItsHandsOffLinks() {
    Redactor redactor =
        Redactor.of("r.yaml", "rules:\n  - {name: n, pattern: '[0-9]{4}', links: false}\n");

    assertThat(redactor.apply("1234 https://x.example/1234 [a](https://x.example/1234)"))
        .isEqualTo("[REDACTED:N] https://x.example/1234 [a](https://x.example/1234)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | r.yaml: the file is empty; write a list under rules",
        "`rules: []` | r.yaml, line 1: there are no rules",
        "`rule: []` | r.yaml, line 1: 'rule' is not a key of the file; the keys are except, include, rules",
        "`[1]` | r.yaml, line 1: the file is not a set of keys",
        "`rules: {a: b}` | r.yaml, line 1: rules takes a list",
        "`rules:~  - {name: a}` | r.yaml, line 2: rule a has no pattern",
        "`rules:~  - {pattern: a}` | r.yaml, line 2: a rule has no name",
        "`rules:~  - {name: A b, pattern: a}` | r.yaml, line 2: name: 'A b' is not allowed; it takes small letters",
        "`rules:~  - {name: a, pattern: '('}` | r.yaml, line 2: rule a: pattern '(' is not allowed (missing closing )); it takes a regular expression in RE2 syntax",
        "`rules:~  - {name: a, pattern: '(?<=x)y'}` | r.yaml, line 2: rule a: pattern '(?<=x)y' is not allowed",
        "`rules:~  - {name: a, pattern: 'x*'}` | r.yaml, line 2: rule a: pattern 'x*' matches the empty text",
        "`rules:~  - name: a~    pattern: x~    check: lun` | r.yaml, line 4: rule a: check: 'lun' is not allowed; it takes none, luhn, card, iban",
        "`rules:~  - name: a~    pattern: x~    strategy: hide` | r.yaml, line 4: rule a: strategy: 'hide' is not allowed; it takes label, mask, partial",
        "`rules:~  - {name: a, pattern: x, colour: red}` | r.yaml, line 2: 'colour' is not a key of a rule; the keys are begins, check, least, links",
        "`rules:~  - {name: a, pattern: x, links: maybe}` | r.yaml, line 2: rule a: links: 'maybe' is not allowed; it takes true or false",
        "`rules:~  - {name: a, pattern: x, token: 'z-a'}` | r.yaml, line 2: rule a: token: 'z-a' is not a set of ASCII characters",
        "`rules:~  - {name: a, pattern: x, least: many}` | r.yaml, line 2: rule a: least: 'many' is not allowed; it takes 0 to 99999",
        "`rules:~  - {name: a, pattern: x, begins: [a], needs: [b]}` | r.yaml, line 2: rule a has both begins and needs; it takes only one of them",
        "`include: builtin` | r.yaml, line 1: include takes built-in",
        "`include: built-in~except: [mail]` | r.yaml, line 2: except names 'mail', which is not one of the included rules; they are openai-key",
        "`rules: [` | r.yaml, line 1: not YAML:",
        "`a: b: c` | r.yaml, line 1: not YAML:",
      })
  void aBadFileIsRefusedByNameLineAndWhatIsAllowed(String yaml, String message) {
    assertThatThrownBy(() -> Redactor.of("r.yaml", yaml == null ? "" : yaml.replace('~', '\n')))
        .isInstanceOf(InvalidRulesException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "root:x:0:0:SECRET:/root:/bin/bash\n",
        "SECRET_KEY=SECRET\n",
        "SECRET: 1\n",
        "sk-SECRET9: 1\n",
        "SECRET and: more\n",
        "? SECRET\n: 1\n",
        "rules:\n  - SECRET: 1\n",
        "rules:\n  SECRET: 1\n",
        "rules:\n  - SECRET\n",
        "a: *SECRET\n",
        "a: &SECRET 1\nb: &SECRET 2\nc: [\n",
        "!SECRET!x a: b\n",
        "!<SECRET> {a: b}\n",
        "%SECRET 1\n---\na: b\n",
        "%TAG ! SECRET\n%TAG ! SECRET\n---\n- a\n",
        "a: \"\\SECRET\"\n",
        "SECRET\u0001\n",
        "[SECRET\n",
        "{SECRET: [}\n",
        "SECRET\tSECRET\n- x\n"
      })
  void anErrorQuotesNothingOfAFileThatHoldsNoRules(String other) {
    assertThatThrownBy(() -> Redactor.of("r.yaml", other))
        .isInstanceOf(InvalidRulesException.class)
        .hasMessageStartingWith("r.yaml")
        .hasMessageNotContaining("SECRET");
  }

  @Test
  void aPatternThatWouldHangOtherEnginesDoesNot() {
    Redactor redactor = Redactor.of("r.yaml", "rules:\n  - {name: a, pattern: '(a+)+\\$'}\n");
    String text = "a".repeat(200_000) + "b";

    assertThat(redactor.apply(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void yamlThatExplodesOrConstructsIsRefusedAtOnce(String yaml) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            assertThatThrownBy(() -> Redactor.of("r.yaml", yaml))
                .isInstanceOf(InvalidRulesException.class)
                .hasMessageStartingWith("r.yaml"));
  }

  static Stream<String> hostile() {
    StringBuilder laughs = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x]\n");
    for (char c = 'b'; c < 'k'; c++) {
      laughs.append("%c: &%c [%s]\n".formatted(c, c, ("*" + (char) (c - 1) + ",").repeat(9)));
    }
    return Stream.of(
        laughs.toString(),
        "rules: &r [*r]\n",
        "rules:\n- &r {name: a, pattern: x}\n- *r\n",
        "rules: " + "[".repeat(10_000),
        "rules:\n- {name: a, pattern: !!javax.script.ScriptEngineManager x}\n",
        "rules:\n- !!java.net.URL [\"http://localhost\"]\n",
        "rules:\n- {name: a, pattern: x, name: b}\n",
        "rules: []\nrules: []\n",
        "rules:\n- {name: a, pattern: " + "x".repeat(1_100_000) + "}\n");
  }

  @Test
  void aFileThatIsTooLargeOrNoTextIsRefused(@TempDir Path folder) throws Exception {
    Path large = Files.writeString(folder.resolve("large.yaml"), "#".repeat(1_000_001));
    assertThatThrownBy(() -> Redactor.read(large)).hasMessageContaining("1 MB at most");
    Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xC3, 0x28});
    assertThatThrownBy(() -> Redactor.read(binary)).hasMessageContaining("is not UTF-8");
  }
}
