package org.batchrunner.provider;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Prompt;
import org.jspecify.annotations.Nullable;

/** The kinds of API through which models are called. */
public enum Api {
  /** Chat completions, of OpenAI and of the many compatible servers. */
  OPENAI(new OpenAi()),
  /** Messages. */
  ANTHROPIC(new Anthropic()),
  /** generateContent. */
  GEMINI(new Gemini());

  private final ApiFormat dialect;

  Api(ApiFormat dialect) {
    this.dialect = dialect;
  }

  /** Returns the name in the settings. */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the body of a request in UTF-8. Equal arguments give equal bytes.
   *
   * @throws IllegalArgumentException if the prompt's body can't be sent through this API
   */
  public byte[] encode(ProviderSettings provider, ModelId model, Prompt prompt) {
    ObjectNode request = dialect.encode(provider, model.model(), prompt);
    if (prompt.body() == null) {
      ModelRules.leaveOutTemperature(this, model.model(), request);
    }
    return RequestJson.bytes(request);
  }

  /**
   * Finds a field that the vendor would refuse, as far as its models are known.
   *
   * @param prompt with a temperature only where the user has set it; another is left out where it
   *     would be refused
   * @return null if nothing is known to be wrong
   * @throws IllegalArgumentException if the prompt's body can't be sent through this API
   */
  public @Nullable RefusedField refused(ProviderSettings provider, ModelId model, Prompt prompt) {
    RequestRule.Refusal refusal =
        ModelRules.refusal(this, model.model(), dialect.encode(provider, model.model(), prompt));
    return refusal == null
        ? null
        : new RefusedField(
            refusal.field(),
            "%s can't be sent to %s: %s"
                .formatted(
                    (refusal.field() + " " + refusal.value()).strip(), model, refusal.clause()));
  }

  /**
   * A field that a vendor would refuse.
   *
   * @param sentence names it and its value, and says what is wrong and what to do
   */
  public record RefusedField(String field, String sentence) {}

  /**
   * Returns the path and query of a request.
   *
   * @param baseUrl may end in a slash and have a query, which is kept
   */
  public String path(URI baseUrl, String model) {
    return UrlPaths.append(baseUrl, dialect.path(model));
  }

  /** Returns the headers of each request, including the key. */
  public Map<String, String> headers(ProviderSettings provider) {
    return dialect.headers(provider);
  }

  /**
   * Reads the body of a reply with a status of 200 to 299.
   *
   * @param lowerCaseHeaders the reply's
   * @param requestedModel the model to assume if the reply names none
   * @throws UnreadableReplyException if it is not a complete reply of this API
   */
  public DecodedReply decode(
      byte[] body, Map<String, String> lowerCaseHeaders, String requestedModel)
      throws UnreadableReplyException {
    return decode(body, lowerCaseHeaders, requestedModel, Bounds.NONE);
  }

  /**
   * As {@link #decode(byte[], Map, String)}.
   *
   * @param bounds the bounds of the call; tokens that only a total includes are accepted up to them
   */
  public DecodedReply decode(
      byte[] body, Map<String, String> lowerCaseHeaders, String requestedModel, Bounds bounds)
      throws UnreadableReplyException {
    return ReplyReader.read(dialect, body, lowerCaseHeaders, requestedModel, bounds);
  }
}
