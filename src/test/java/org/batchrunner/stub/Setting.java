package org.batchrunner.stub;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Settings of a stub as JSON, for scripts that are not Java. */
final class Setting {

  private final ModelStub stub;

  Setting(ModelStub stub) {
    this.stub = stub;
  }

  /**
   * @throws IllegalArgumentException for a name that there is not
   */
  void apply(JsonNode settings) {
    settings.properties().forEach(setting -> apply(setting.getKey(), setting.getValue()));
    if (settings.has("faults") || settings.has("seed")) {
      stub.faults(faults(settings));
    }
  }

  private void apply(String name, JsonNode value) {
    switch (name) {
      case "latency_ms" -> stub.latency(Duration.ofNanos((long) (value.asDouble() * 1e6)));
      case "key" -> stub.key(value.asText());
      case "count" -> stub.count(TokenCount.valueOf(upper(value)));
      case "output_tokens" -> stub.outputTokens(value.path(0).asInt(), value.path(1).asInt());
      case "cached_percent" -> stub.cached(value.asInt());
      case "price" ->
          stub.price(
              value.path("model").asText(), value.path("in").asText(), value.path("out").asText());
      case "replies" -> value.forEach(reply -> stub.enqueue(reaction(reply)));
      case "reset" -> stub.reset();
      case "forget_waits" -> stub.forgetWaits();
      case "faults", "seed", "wait_ms", "wait_forms" -> {}
      default -> throw new IllegalArgumentException("there is no setting " + name);
    }
  }

  private static Faults faults(JsonNode settings) {
    Faults faults = Faults.seeded(settings.path("seed").asLong());
    JsonNode wait = settings.path("wait_ms");
    List<WaitForm> forms = new ArrayList<>();
    settings.path("wait_forms").forEach(form -> forms.add(WaitForm.valueOf(upper(form))));
    faults =
        faults.waiting(
            Duration.ofMillis(wait.path(0).asLong(faults.shortest().toMillis())),
            Duration.ofMillis(wait.path(1).asLong(faults.longest().toMillis())),
            forms.isEmpty() ? WaitForm.values() : forms.toArray(WaitForm[]::new));
    for (var odds : settings.path("faults").properties()) {
      faults =
          faults.with(
              Fault.valueOf(odds.getKey().toUpperCase(Locale.ROOT)), odds.getValue().asDouble());
    }
    return faults;
  }

  private static Reaction reaction(JsonNode reply) {
    int status = reply.path("status").asInt(200);
    Reaction reaction;
    if (reply.has("raw")) {
      reaction = Reaction.raw(status, reply.get("raw").asText());
    } else if (status != 200) {
      reaction =
          Reaction.error(status, reply.path("type").asText(), reply.path("message").asText());
    } else {
      reaction =
          reply.has("text") ? Reaction.answer(reply.get("text").asText()) : Reaction.answer();
    }
    reply
        .path("headers")
        .properties()
        .forEach(header -> reaction.header(header.getKey(), header.getValue().asText()));
    if (reply.has("delivery")) {
      reaction.delivered(Delivery.valueOf(upper(reply.get("delivery"))));
    }
    if (reply.has("used")) {
      reaction.used(reply.get("used").path(0).asInt(), reply.get("used").path(1).asInt());
    }
    if (reply.has("billed")) {
      reaction.billed(reply.get("billed").asBoolean());
    }
    return reaction;
  }

  private static String upper(JsonNode value) {
    return value.asText().toUpperCase(Locale.ROOT);
  }
}
