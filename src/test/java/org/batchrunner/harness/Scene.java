package org.batchrunner.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.ModelRequest;
import org.batchrunner.stub.Reaction;

/**
 * What three debaters and a judge reply to one task, and what must become of it. Each author has a
 * word in its drafts by which the judge's script, which sees no names, finds its place.
 */
final class Scene {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern DRAFT =
      Pattern.compile(
          "=== draft (\\w+) ([0-9a-f]{16}) ===\\n(.*?)\\n=== end of draft \\1 \\2 ===",
          Pattern.DOTALL);

  private static final Map<Api, String> MARKS =
      Map.of(Api.OPENAI, "Amber", Api.ANTHROPIC, "Birch", Api.GEMINI, "Cedar");

  private final String name;
  private final Map<Api, Reaction> drafts = new EnumMap<>(Api.class);
  private final Map<Api, double[]> scores = new EnumMap<>(Api.class);
  private final List<Reaction> judgments = new ArrayList<>();
  private String status = "published";
  private String author = "openai";
  private String reason = "";

  private Scene(String name) {
    this.name = name;
    for (Api api : Api.values()) {
      drafts.put(api, json(answer(api), 0.8));
    }
    scores(Api.OPENAI, 4, 3, 2).scores(Api.ANTHROPIC, 3, 2, 1.5).scores(Api.GEMINI, 2, 2, 1);
  }

  /** All three answer in form, the first of them best. */
  static Scene of(String name) {
    return new Scene(name);
  }

  static String answer(Api api) {
    return MARKS.get(api) + " says: here is what the task asks for.";
  }

  /** A draft in form. */
  static Reaction json(String answer, Object confidence, String... flags) {
    return Reaction.answer(text(answer, confidence, flags));
  }

  static String text(String answer, Object confidence, String... flags) {
    Map<String, Object> draft = new LinkedHashMap<>();
    draft.put("answer", answer);
    draft.put("evidence", List.of("The task says so."));
    draft.put("confidence", confidence);
    draft.put("safety_flags", List.of(flags));
    return write(draft);
  }

  private static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  Scene draft(Api api, Reaction reaction) {
    drafts.put(api, reaction);
    return this;
  }

  /** What the judge gives this author: task fit, support, clarity. */
  Scene scores(Api api, double... parts) {
    scores.put(api, parts);
    return this;
  }

  /** Instead of scores, at the first asking, the second, and so on. */
  Scene judge(Reaction... reactions) {
    judgments.addAll(List.of(reactions));
    return this;
  }

  /**
   * @param author the provider whose answer it is; empty for none
   * @param reason all of it
   */
  Scene ends(String status, String author, String reason) {
    this.status = status;
    this.author = author;
    this.reason = reason;
    return this;
  }

  String name() {
    return name;
  }

  String status() {
    return status;
  }

  String author() {
    return author;
  }

  String reason() {
    return reason;
  }

  Reaction draft(ModelRequest request) {
    return drafts.get(request.api());
  }

  /**
   * @param askings how often the judge has been asked, this time included
   */
  Reaction judgment(ModelRequest request, int askings) {
    if (askings <= judgments.size()) {
      return judgments.get(askings - 1);
    }
    List<Map<String, Object>> entries = new ArrayList<>();
    places(request)
        .forEach(
            (label, api) -> {
              double[] parts = scores.get(api);
              Map<String, Object> entry = new LinkedHashMap<>();
              entry.put("draft", label);
              entry.put("task_fit", parts[0]);
              entry.put("support", parts[1]);
              entry.put("clarity", parts[2]);
              entry.put("reason", "Draft " + label + " was weighed.");
              entries.add(entry);
            });
    return Reaction.answer(write(Map.of("scores", entries)));
  }

  /** Whose draft stands under which label, in the order in which the judge sees them. */
  static Map<String, Api> places(ModelRequest request) {
    Map<String, Api> places = new LinkedHashMap<>();
    blocks(request)
        .forEach(
            (label, text) ->
                MARKS.forEach(
                    (api, mark) -> {
                      if (text.contains(mark)) {
                        places.put(label, api);
                      }
                    }));
    return places;
  }

  /** The fenced drafts by their labels. */
  static Map<String, String> blocks(ModelRequest request) {
    Map<String, String> blocks = new LinkedHashMap<>();
    Matcher matcher = DRAFT.matcher(request.user());
    while (matcher.find()) {
      blocks.put(matcher.group(1), matcher.group(3));
    }
    return blocks;
  }
}
