package org.batchrunner.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.batchrunner.task.Citation;
import org.batchrunner.task.Draft;
import org.batchrunner.task.ModelId;
import org.batchrunner.task.Prompt;
import org.batchrunner.task.Reply;
import org.batchrunner.task.Reply.Finish;
import org.jspecify.annotations.Nullable;

/**
 * Reads the reply of a debater. Since it was paid for, it is never discarded: a reply that is not
 * in the expected form is used unchanged, and a note says so.
 */
public final class DraftParser {

  static final String NOT_IN_FORM =
      "the reply is not the expected JSON; the whole reply is the answer";
  static final String CUT_ANSWER = "the answer was cut at the limit of tokens";
  static final String STRAY_QUOTES =
      "its JSON has unescaped quotation marks; the answer was taken from between its fields";

  private static final List<String> ANSWER_NAMES =
      List.of("answer", "final_answer", "response", "text", "content", "output", "draft");

  private final Policy policy;

  public DraftParser(Policy policy) {
    this.policy = policy;
  }

  /**
   * @param debater the model that was called
   * @param prompt the prompt that it got
   * @return a draft whose citations are not checked yet, so that they are {@code not_found}
   */
  public Draft parse(ModelId debater, Prompt prompt, Reply reply) {
    DraftFields fields = new DraftFields();
    if (reply.finish() == Finish.LENGTH) {
      fields.note(CUT_ANSWER);
    }
    return Unfinished.check(read(debater, prompt, reply, fields), prompt, reply);
  }

  private Draft read(ModelId debater, Prompt prompt, Reply reply, DraftFields fields) {
    if (prompt.schema() == null) {
      return draft(debater, reply, reply.text(), fields, null);
    }
    Optional<LenientJson.Found> found =
        new LenientJson(node -> answerName(node).isPresent()).find(reply.text());
    if (found.isEmpty()) {
      return draft(debater, reply, withoutForm(reply.text(), fields), fields, null);
    }
    JsonNode node = found.get().node();
    String name = answerName(node).orElseThrow();
    found.get().notes().forEach(fields::note);
    if (name.equals(found.get().openField())) {
      fields.note("the answer is not complete");
    }
    if (!name.equals("answer")) {
      fields.note("the answer was in the field " + name);
    }
    return draft(debater, reply, fields.text(node.get(name)), fields, node);
  }

  /** Returns the draft of a debater that gave no answer. */
  public Draft failed(ModelId debater, String error) {
    return failed(debater, error, null, null);
  }

  /**
   * Returns the draft of a debater whose replies could not be used.
   *
   * @param partial the text of the last reply before it broke off; null if there is none
   * @param raw the last raw reply; null if there is none
   */
  public Draft failed(
      ModelId debater, String error, @Nullable String partial, @Nullable String raw) {
    return new Draft(
        debater.provider(),
        debater.model(),
        partial,
        List.of(),
        null,
        List.of(),
        false,
        policy.permits(debater, debater.model()),
        List.of(),
        null,
        null,
        List.of(),
        error,
        raw);
  }

  private Draft draft(
      ModelId debater, Reply reply, String text, DraftFields fields, @Nullable JsonNode node) {
    List<String> evidence = node == null ? List.of() : fields.evidence(node.path("evidence"));
    Double confidence = node == null ? null : fields.confidence(node.path("confidence"));
    List<String> flags = node == null ? List.of() : fields.flags(node.path("safety_flags"));
    List<Citation> citations = node == null ? List.of() : fields.citations(node.path("citations"));
    return new Draft(
        debater.provider(),
        reply.model(),
        text,
        evidence,
        confidence,
        flags,
        reply.finish() != Finish.FILTER && Refusal.is(reply.finish(), text),
        policy.permits(debater, reply.model()),
        citations,
        null,
        null,
        fields.notes(),
        null,
        reply.raw());
  }

  private static String withoutForm(String reply, DraftFields fields) {
    Optional<String> between = StrayQuotes.answer(reply);
    fields.note(between.isPresent() ? STRAY_QUOTES : NOT_IN_FORM);
    return between.orElse(reply);
  }

  private static Optional<String> answerName(JsonNode node) {
    return ANSWER_NAMES.stream().filter(name -> holdsAnswer(node, name)).findFirst();
  }

  private static boolean holdsAnswer(JsonNode node, String name) {
    return node.path(name).isTextual() || (name.equals("answer") && node.hasNonNull(name));
  }
}
