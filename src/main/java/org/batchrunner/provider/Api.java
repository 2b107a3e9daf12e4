package org.batchrunner.provider;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Prompt;
import org.jspecify.annotations.Nullable;

/** The APIs that models are asked through. */
public enum Api {
  /** Chat completions, of OpenAI and the many servers that speak alike. */
  OPENAI(new OpenAi()),
  /** Messages. */
  ANTHROPIC(new Anthropic()),
  /** generateContent. */
  GEMINI(new Gemini());

  private final ApiFormat dialect;

  Api(ApiFormat dialect) {
    this.dialect = dialect;
  }

  /** As settings name it. */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The body of a request, UTF-8. Equal arguments make equal bytes.
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
   * What the vendor would refuse of a request, by what is known of its models.
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
   * Where a request goes on its host: path and query.
   *
   * @param baseUrl may end in a slash and have a query, which is kept
   */
  public String path(URI baseUrl, String model) {
    return UrlPaths.append(baseUrl, dialect.path(model));
  }

  /** The headers of each request, the key among them. */
  public Map<String, String> headers(ProviderSettings provider) {
    return dialect.headers(provider);
  }

  /**
   * Reads the body of a reply with a status of 200 to 299.
   *
   * @param lowerCaseHeaders the reply's
   * @param requestedModel taken where the reply names none
   * @throws UnreadableReplyException if it is not a reply of this API, whole
   */
  public DecodedReply decode(
      byte[] body, Map<String, String> lowerCaseHeaders, String requestedModel)
      throws UnreadableReplyException {
    return decode(body, lowerCaseHeaders, requestedModel, Bounds.NONE);
  }

  /**
   * As {@link #decode(byte[], Map, String)}.
   *
   * @param bounds of the call: what only a total has is believed up to them
   */
  public DecodedReply decode(
      byte[] body, Map<String, String> lowerCaseHeaders, String requestedModel, Bounds bounds)
      throws UnreadableReplyException {
    return ReplyReader.read(dialect, body, lowerCaseHeaders, requestedModel, bounds);
  }
}
