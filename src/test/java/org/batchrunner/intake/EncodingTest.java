package org.batchrunner.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.batchrunner.task.options.InvalidOptionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingTest {

  private static final String TEXT = "id,task\r\n1,Grüße für 日本 🎉\r\n";

  @TempDir Path folder;

  private Dropped csv(byte[] bytes) {
    return Dropped.file(folder, "tasks.csv", bytes);
  }

  private void readsRight(Dropped file) {
    assertThat(file.texts()).containsExactly("Grüße für 日本 🎉");
    assertThat(file.check().columns()).containsExactly("id", "task");
  }

  @Test
  void readsUtf8WithAndWithoutAMark() {
    readsRight(csv(TEXT.getBytes(UTF_8)));
    readsRight(csv(("\uFEFF" + TEXT).getBytes(UTF_8)));
  }

  @Test
  void readsUtf16WithAMark() {
    readsRight(csv(("\uFEFF" + TEXT).getBytes(UTF_16LE)));
    readsRight(csv(("\uFEFF" + TEXT).getBytes(UTF_16BE)));
  }

  @Test
  void aMarkIsSurerThanTheOption() {
    readsRight(csv(("\uFEFF" + TEXT).getBytes(UTF_8)).with("encoding", "windows-1252"));
  }

  @Test
  void readsUtf16WithoutAMarkIfTold() {
    readsRight(csv(TEXT.getBytes(UTF_16LE)).with("encoding", "utf-16le"));
    readsRight(csv(TEXT.getBytes(UTF_16BE)).with("encoding", "UTF-16"));
  }

  @Test
  void refusesLatin1WithItsLineAndByte() {
    byte[] bytes = "id,task\n1,ok\n2,Gr\u00FC\u00DFe\n".getBytes(ISO_8859_1);

    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(() -> csv(bytes).check())
        .satisfies(e -> assertThat(e.line()).isEqualTo(3))
        .withMessageContaining("the byte 0xFC at offset 17 is not UTF-8")
        .withMessageContaining("`encoding`");
  }

  @Test
  void readsLatin1IfTold() {
    byte[] bytes = "task\nGr\u00FC\u00DFe \u20AC\n".getBytes(Charset.forName("windows-1252"));

    assertThat(csv(bytes).with("encoding", "windows-1252").texts()).containsExactly("Grüße €");
  }

  @Test
  void namesTheByteFarIntoAFile() {
    String start = "task\n" + "äöü\n".repeat(20_000);
    byte[] good = start.getBytes(UTF_8);
    byte[] bytes = java.util.Arrays.copyOf(good, good.length + 1);
    bytes[good.length] = (byte) 0xE4;

    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(() -> csv(bytes).check())
        .satisfies(e -> assertThat(e.line()).isEqualTo(20_002))
        .withMessageContaining("0xE4 at offset " + good.length);
  }

  @Test
  void refusesNulBytesWithTheirLineAndByte() {
    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(() -> csv("task\nä\0b\n".getBytes(UTF_8)).check())
        .satisfies(e -> assertThat(e.line()).isEqualTo(2))
        .withMessageContaining("offset 7 is a NUL");
  }

  @Test
  void takesUtf16WithoutAMarkForNuls() {
    assertThatExceptionOfType(InvalidTaskFileException.class)
        .isThrownBy(() -> csv("task\nok\n".getBytes(UTF_16LE)).check())
        .withMessageContaining("utf-16le");
  }

  @Test
  void refusesAnEncodingThatNobodyKnows() {
    assertThatExceptionOfType(InvalidOptionException.class)
        .isThrownBy(() -> csv(TEXT.getBytes(UTF_8)).with("encoding", "klingon").check())
        .withMessageContaining("'klingon'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.txt", "x.md", "x.jsonl", "x.tsv"})
  void everyFormatMayHaveAMark(String name) {
    String line = name.endsWith("jsonl") ? "{\"task\": \"Hi\"}" : "Hi";
    String text = name.endsWith("tsv") ? "task\nHi" : line;

    assertThat(Dropped.file(folder, name, ("\uFEFF" + text).getBytes(UTF_16LE)).texts())
        .containsExactly("Hi");
    assertThat(Dropped.file(folder, name, ("\uFEFF" + text).getBytes(UTF_8)).texts())
        .containsExactly("Hi");
  }

  @Test
  void hashesAllBytesTheMarkIncluded() throws Exception {
    byte[] bytes = ("\uFEFF" + TEXT).getBytes(UTF_8);

    assertThat(csv(bytes).check().sha256())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    assertThat(csv(bytes).check().bytes()).isEqualTo(bytes.length);
  }
}
