package org.batchrunner.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a browser or curl saves a file as. */
class DownloadNameTest {

  @Test
  void anAsciiNameIsPlain() {
    assertThat(FileController.saveAs("results.xlsx"))
        .isEqualTo("attachment; filename=\"results.xlsx\"");
    assertThat(FileController.saveAs("0000001-a b (c).json"))
        .isEqualTo("attachment; filename=\"0000001-a b (c).json\"");
  }

  @Test
  void anotherNameIsGivenBothWays() {
    assertThat(FileController.saveAs("aufsätze \"1\".csv"))
        .isEqualTo(
            "attachment; filename=\"aufs_tze _1_.csv\";"
                + " filename*=UTF-8''aufs%C3%A4tze%20%221%22.csv");
    assertThat(FileController.saveAs("a\r\nb\\\uD83D\uDE00.csv")).doesNotContain("\r", "\n", "\\");
  }
}
