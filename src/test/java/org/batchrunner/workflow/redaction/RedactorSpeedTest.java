package org.batchrunner.workflow.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Measurements; run with {@code ./mvnw verify -Pbench}. */
@Tag("bench")
class RedactorSpeedTest {

  private static final int MEGABYTE = 1_000_000;

  private static final int ROUNDS = 12;

  /** Five microseconds a kilobyte, where no rule has anything to look at. */
  private static final int MOST_MILLIS_WITHOUT_ANCHORS = 5;

  private static final String WITHOUT_ANCHORS = "prose without anchors";

  private static final List<String> USUAL =
      List.of(
          "prose", "prose with a secret every 500 characters", "non-ASCII prose", "log", "code");

  static Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(
        WITHOUT_ANCHORS,
        "The quick brown fox jumps over a lazy dog, and then it says that all is well. "
            .repeat(1 + MEGABYTE / 78)
            .substring(0, MEGABYTE));
    texts.put("prose", prose(new Random(1), ""));
    texts.put(
        "prose with a secret every 500 characters",
        prose(new Random(2), "jane@example.com, +1 555 234 5678, 4111 1111 1111 1111, 10.1.2.3"));
    texts.put("non-ASCII prose", prose(new Random(4), "日本語のテキスト – “größe”"));
    texts.put(
        "log",
        repeated("2026-08-21T12:30:45.123Z INFO [worker-12] GET /api/v1/items/%d 200 12ms\n"));
    texts.put("numbers", repeated("%d,12.5,1000,2024-01-15,77123\n"));
    texts.put(
        "code",
        repeated("    private final Map<String, List<Integer>> values%d = new HashMap<>();\n"));
    texts.put("digits", "4".repeat(MEGABYTE));
    texts.put("digits with spaces", "4111 ".repeat(MEGABYTE / 5));
    texts.put("at signs", "a@".repeat(MEGABYTE / 2));
    texts.put("addresses", "a@b.co ".repeat(MEGABYTE / 7));
    texts.put("key beginnings", "sk-".repeat(MEGABYTE / 3));
    texts.put("dots", "1.".repeat(MEGABYTE / 2));
    texts.put("colons", "a:".repeat(MEGABYTE / 2));
    texts.put("private keys that never end", "-----BEGIN PRIVATE KEY-----".repeat(MEGABYTE / 27));
    texts.put("token token token", "token=".repeat(MEGABYTE / 6));
    texts.put("labels", "[REDACTED:EMAIL".repeat(MEGABYTE / 15));
    return texts;
  }

  private static String repeated(String line) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < MEGABYTE; i++) {
      text.append(line.replace("%d", Integer.toString(10_000 + i * 7)));
    }
    return text.substring(0, MEGABYTE);
  }

  private static String prose(Random random, String planted) {
    String[] words =
        ("the quick brown fox jumps over a lazy dog and then it says that nothing is token or secret"
                + " in this Text, which goes on: see 12 examples from 2024 (or more).")
            .split(" ");
    StringBuilder text = new StringBuilder();
    int last = 0;
    while (text.length() < MEGABYTE) {
      text.append(words[random.nextInt(words.length)]).append(' ');
      if (!planted.isEmpty() && text.length() - last > 500) {
        text.append(planted).append(' ');
        last = text.length();
      }
    }
    return text.substring(0, MEGABYTE);
  }

  /** Processor time, not the clock's: other work on the machine does not count. */
  @Test
  void aMegabyteTakesLessThan100MillisecondsAndNoTextHangsIt() {
    Redactor redactor = Redactor.builtIn();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Map<String, Long> millis = new LinkedHashMap<>();
    texts()
        .forEach(
            (name, text) -> {
              long best = Long.MAX_VALUE;
              for (int round = 0; round < ROUNDS; round++) {
                long start = threads.getCurrentThreadCpuTime();
                redactor.redact(text);
                best = Math.min(best, threads.getCurrentThreadCpuTime() - start);
              }
              millis.put(name, best / 1_000_000);
            });
    System.out.println("Redaction of 1 MB, milliseconds of one core: " + millis);

    assertThat(millis.get(WITHOUT_ANCHORS)).isLessThan(MOST_MILLIS_WITHOUT_ANCHORS);
    for (String usual : USUAL) {
      assertThat(millis.get(usual)).as(usual).isLessThan(100);
    }
    assertThat(millis.values()).allMatch(worst -> worst < 2000);
  }
}
