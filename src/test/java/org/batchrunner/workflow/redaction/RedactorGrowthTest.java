package org.batchrunner.workflow.redaction;

import java.util.Map;
import java.util.Set;
import org.batchrunner.workflow.Growth;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RedactorGrowthTest {

  private static final Redactor REDACTOR = Redactor.builtIn();

  private static final int CHARACTERS = 200_000;

  private static final Map<String, String> TEXTS = RedactorSpeedTest.texts();

  static Set<String> names() {
    return TEXTS.keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void noTextTakesMoreThanLinearTime(String name) {
    Growth.assertLinear(name, TEXTS.get(name).substring(0, CHARACTERS), REDACTOR::redact);
  }
}
