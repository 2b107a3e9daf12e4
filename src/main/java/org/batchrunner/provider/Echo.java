package org.batchrunner.provider;

import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tests whether a text in an error was only repeated from the request, such as a prompt about
 * credit. Reads the request at the first test.
 */
final class Echo implements Predicate<String> {

  private final byte[] request;
  private @Nullable String text;

  Echo(byte[] request) {
    this.request = request;
  }

  /**
   * @param said in lower case, with single spaces
   */
  @Override
  public boolean test(String said) {
    if (request.length == 0) {
      return false;
    }
    String asked = text;
    if (asked == null) {
      String json = new String(request, StandardCharsets.UTF_8);
      asked = ErrorBody.spaced(json.replaceAll("\\\\[nrt]", " ").replace("\\\"", "\""));
      text = asked;
    }
    return asked.contains(said);
  }
}
