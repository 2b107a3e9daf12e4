package org.batchrunner.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.batchrunner.task.Mode;
import org.batchrunner.task.Result;
import org.batchrunner.task.Status;
import org.batchrunner.task.Task;

class SafeNamesTest {

  private static final Path FOLDER = Path.of("outbox", "batch", "results");

  @Example
  void ordinaryNamesStayAsTheyAre() {
    assertThat(List.of("1", "row-7_b.2", "Résumé (2)", "質問", "ответ"))
        .allSatisfy(name -> assertThat(SafeNames.of(name)).isEqualTo(name));
  }

  @Example
  void whatAFileSystemMisreadsIsReplaced() {
    assertThat(SafeNames.of("../../x")).isEqualTo("_._.._x");
    assertThat(SafeNames.of("a/b\\c:d*e")).isEqualTo("a_b_c_d_e");
    assertThat(SafeNames.of("CON")).isEqualTo("_CON");
    assertThat(SafeNames.of("com1.txt")).isEqualTo("_com1.txt");
    assertThat(SafeNames.of("nul .json")).isEqualTo("_nul .json");
    assertThat(SafeNames.of("trailing. . ")).isEqualTo("trailing");
    assertThat(SafeNames.of("invoice\u202Egpj.exe")).isEqualTo("invoice_gpj.exe");
    assertThat(SafeNames.of("ok \uD83D\uDE00\uD83D\uDE00 fine")).isEqualTo("ok _ fine");
    assertThat(SafeNames.of("-rf")).isEqualTo("_rf");
    assertThat(SafeNames.of(".hidden")).isEqualTo("_hidden");
    assertThat(List.of("", "...", "   ", "\u0000", "\uD800"))
        .allSatisfy(id -> assertThat(SafeNames.of(id)).isEqualTo("_"));
    assertThat(SafeNames.of("x".repeat(4000))).hasSize(100);
    assertThat(SafeNames.of("あ".repeat(4000))).hasSize(33);
  }

  @Property
  void anyIdGivesANameThatEveryFileSystemTakes(@ForAll("ids") String id) {
    String name = SafeNames.of(id);

    assertThat(name).isNotEmpty().doesNotStartWith(".").doesNotStartWith("-");
    assertThat(name).doesNotEndWith(".").doesNotEndWith(" ");
    assertThat(name).doesNotContainPattern("[\\x00-\\x1f/\\\\:*?\"<>|\\x7f-\\x9f]");
    assertThat(name.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(101);
    assertThat(name.codePoints())
        .noneMatch(c -> Character.getType(c) == Character.FORMAT)
        .noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    assertThat(SafeFiles.in(FOLDER, name).normalize().getParent()).isEqualTo(FOLDER);
  }

  @Property
  void filesOfAnyIdsStayInTheFolderAndDifferInMoreThanCase(@ForAll("manyIds") List<String> ids) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < ids.size(); i++) {
      Task task = new Task(i + 1, ids.get(i), "x", java.util.Map.of(), null);
      String name = ResultFiles.nameOf(Result.without(task, Status.FAILED, null, Mode.REAL));
      assertThat(FOLDER.resolve(name).normalize().getParent()).isEqualTo(FOLDER);
      assertThat(names.add(name.toLowerCase(Locale.ROOT))).isTrue();
    }
  }

  @Property
  void theNameForAPoorSystemIsAsciiAndStillItsOwn(@ForAll("ids") String id) {
    String name = SafeNames.of(id);
    assertThat(SafeNames.ascii(name)).matches("[\\x20-\\x7e]+");
    assertThat(SafeNames.ascii(name)).isNotEqualTo(SafeNames.ascii(name + "質"));
  }

  @Provide
  Arbitrary<String> ids() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(60),
        Arbitraries.strings().withChars("./\\: -_cConN1\u202e\u0301é").ofMaxLength(12),
        Arbitraries.of("..", ".", "../../x", "CON", "aux.csv", "LPT9", "a\u0000b", "~", "C:\\x"),
        Arbitraries.integers().between(0x10000, 0x10FFFF).map(Character::toString),
        Arbitraries.of("x", "é", "質", "\uD83D\uDE00").map(c -> c.repeat(4000)));
  }

  @Provide
  Arbitrary<List<String>> manyIds() {
    return ids().list().ofMaxSize(40);
  }
}
