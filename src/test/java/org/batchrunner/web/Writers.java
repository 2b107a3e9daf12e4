package org.batchrunner.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.ModelRequest;
import org.batchrunner.stub.Reaction;
import org.batchrunner.stub.Script;
import org.jspecify.annotations.Nullable;

/** Models that answer the samples as good models would, so that pages can be looked at. */
final class Writers implements Script {

  private static final Map<String, List<String>> TEXTS = texts();
  private static final List<String> REASONS =
      List.of(
          "Does all that the task asks, in the right order and at the right level; the closing"
              + " question is a good one.",
          "Right and clear, but it passes over one of the points that the task names, and the last"
              + " paragraph repeats the first.");

  @Override
  public @Nullable Reaction react(ModelRequest request) {
    JsonNode schema = request.schema();
    if (schema == null) {
      return Reaction.answer(text(request));
    }
    ObjectNode reply =
        schema.path("properties").has("scores") ? scores(schema, request) : draft(request, schema);
    return Reaction.answer(reply.toString());
  }

  private static ObjectNode draft(ModelRequest request, JsonNode schema) {
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    reply.put("answer", text(request));
    reply.putArray("evidence").add("General knowledge of the subject, and the task's own words");
    reply.put("confidence", request.api() == Api.OPENAI ? 0.86 : 0.8);
    reply.putArray("safety_flags");
    if (schema.path("properties").has("citations")) {
      ArrayNode citations = reply.putArray("citations");
      cite(request.user(), citations);
    }
    return reply;
  }

  private static void cite(String prompt, ArrayNode citations) {
    if (asks(prompt, "new tent")) {
      cite(
          citations,
          "Returns and refunds",
          "returns.md",
          "Tents, sleeping bags and boots that have been used outdoors are the exception: for these"
              + " the period is 21 days");
      cite(
          citations,
          "Returns and refunds",
          "returns.md",
          "Ask for a return label on your account page");
    } else if (asks(prompt, "Juniper stove")) {
      cite(
          citations,
          "Juniper camping stove: user manual",
          "juniper-stove.md",
          "Never use it in a tent, a caravan or any closed room");
      cite(
          citations,
          "Juniper camping stove: user manual",
          "juniper-stove.md",
          "A windscreen must not go all the way round: the canister overheats and can burst");
    } else if (asks(prompt, "fuel canister")) {
      cite(
          citations,
          "Shipping",
          "shipping.md",
          "An order with one of these in it can't be sent by express");
      cite(
          citations,
          "Shipping",
          "shipping.md",
          "Islands and mountain villages above 1,400 metres can take up to six working days");
    }
  }

  private static void cite(ArrayNode citations, String title, String document, String quote) {
    citations.addObject().put("title", title).put("document", document).put("quote", quote);
  }

  private static ObjectNode scores(JsonNode schema, ModelRequest request) {
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    ArrayNode scores = reply.putArray("scores");
    int place = request.hash().hashCode() & 1;
    for (JsonNode label : schema.at("/properties/scores/items/properties/draft/enum")) {
      boolean better = place++ % 2 == 0;
      scores
          .addObject()
          .put("draft", label.asText())
          .put("task_fit", better ? 4 : 3)
          .put("support", better ? 3.5 : 3)
          .put("clarity", better ? 2 : 1.5)
          .put("reason", REASONS.get(better ? 0 : 1));
    }
    return reply;
  }

  private static String text(ModelRequest request) {
    int voice = request.api() == Api.OPENAI ? 0 : 1;
    return TEXTS.entrySet().stream()
        .filter(entry -> asks(request.user(), entry.getKey()))
        .map(entry -> entry.getValue().get(voice))
        .map(text -> isWarm(request) ? warm(text) : text)
        .findFirst()
        .orElseGet(() -> plain(request));
  }

  /** Another temperature, other words. */
  private static boolean isWarm(ModelRequest request) {
    return request.body().path("temperature").asDouble(0) > 0.5;
  }

  private static String warm(String text) {
    return text.replace("finds nectar", "has found a meadow full of nectar")
        .replace("tells the others", "lets her sisters know")
        .replace("shows the way", "is a map")
        .replace("fly out", "set off at once")
        .replace("A seed waits for", "A seed sleeps and waits for")
        .replace("A monsoon is", "A monsoon, from the Arabic word for season, is")
        .replace("rose because", "grew great because");
  }

  private static String plain(ModelRequest request) {
    String warmth = isWarm(request) ? "lively" : "sober";
    String user = request.user().strip();
    return "A %s answer, in a few sentences, to: %s"
        .formatted(warmth, user.length() > 160 ? user.substring(0, 160) + "…" : user);
  }

  private static boolean asks(String prompt, String words) {
    return prompt.contains(words);
  }

  private static Map<String, List<String>> texts() {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    texts.put(
        "honey bees dance",
        List.of(
            """
            Why honey bees dance

            A bee that has found good flowers flies home and tells the others, without a word: she \
            dances on the comb. For flowers nearby she runs in circles. For flowers far away she \
            does the waggle dance: a straight run, shaking her body, then back in a loop, left and \
            right by turns.

            The direction of the straight run is an arrow. Upwards on the comb means "towards the \
            sun"; a tilt to the right means "that much to the right of the sun". The longer she \
            waggles, the farther the flowers are: about a second for each kilometre.

            Question for discussion: what would the bees do on a day when clouds hide the sun?""",
            """
            Bees and their dance

            When a bee finds nectar she performs a dance in the hive. The waggle dance shows the \
            way: its angle is measured against the sun and its length gives the distance. Other \
            bees follow her, feel the movement with their antennae, and fly out.

            Karl von Frisch found this out and was given the Nobel Prize for it in 1973.

            Question for discussion: how could you tell a friend the way without words or hands?"""));
    texts.put(
        "seed knows when",
        List.of(
            "A seed waits for three signs: water, warmth and air, and some wait for light as well."
                + " Water wakes it: the seed swells and its skin bursts. At home: put ten beans on"
                + " wet paper in the kitchen and ten in the refrigerator, and count each day.",
            "Seeds sleep until it is worth their while. Water, the right temperature and oxygen end"
                + " the sleep. Try cress on cotton wool, once in the light and once in the dark."));
    texts.put(
        "Hanseatic",
        List.of(
            "The Hanseatic League rose because merchants of the Baltic and the North Sea were safer"
                + " and stronger together than alone. Traces of it today: the salt stores of Lübeck,"
                + " the wharf of Bryggen in Bergen, and the H for Hansestadt on number plates.",
            "Trade in salt, herring, grain and cloth made towns league together. Its traces are"
                + " Bergen's Bryggen, the gate of Lübeck, and the name of Lufthansa."));
    texts.put(
        "monsoon",
        List.of(
            "A monsoon is a wind that turns round with the season. In June it brings the sea's rain"
                + " to Kerala, and a farmer plants rice; from October a second, lighter rain follows;"
                + " from January to May the fields rest, or grow vegetables on what was stored.",
            "Monsoon means a change of wind. Land heats faster than water, so the wind blows from the"
                + " sea in summer and brings rain; the farmer's year follows it."));
    texts.put(
        "new tent",
        List.of(
            "Yes. A tent that was used outdoors can come back within 21 days of delivery. She cleans"
                + " off mud and sand first, and asks for a return label on her account page.",
            "Yes, within 21 days. She must clean it and ask for a return label."));
    texts.put(
        "Juniper stove",
        List.of(
            "No. The stove must never be used in a tent: burning gas makes carbon monoxide. A"
                + " windscreen must not go all the way round it.",
            "No, not in a tent or any closed room, rain or not; and no windscreen all the way"
                + " round."));
    texts.put(
        "fuel canister",
        List.of(
            "No: canisters go by road only and can't be sent by express. To a mountain village above"
                + " 1,400 metres it takes up to six working days.",
            "Not by express. By road it can take up to six working days."));
    return texts;
  }
}
