package org.batchrunner.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results, as Markdown. */
final class Table {

  private final List<String> rows = new ArrayList<>();

  Table() {
    rows.add("| what | Python | bare | program | ratio | wanted | spread |");
    rows.add("| --- | ---: | ---: | ---: | ---: | --- | ---: |");
  }

  void row(String what, String bare, String program, String ratio, String wanted, Median median) {
    row(what, "", bare, program, ratio, wanted, median);
  }

  void row(
      String what,
      String python,
      String bare,
      String program,
      String ratio,
      String wanted,
      Median median) {
    String spread = format("±%.0f%%", median.spread() * 50);
    rows.add("| " + String.join(" | ", what, python, bare, program, ratio, wanted, spread) + " |");
    System.out.println(rows.get(rows.size() - 1));
  }

  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  @Override
  public String toString() {
    return String.join("\n", rows) + "\n";
  }
}
