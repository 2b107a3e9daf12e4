package org.batchrunner.workflow;

import java.util.Optional;
import java.util.Set;
import org.batchrunner.task.Draft;
import org.batchrunner.task.Prompt;
import org.batchrunner.task.Reply;

/** Keeps out the drafts whose replies are not whole, by why they ended. */
final class Unfinished {

  private static final Set<String> CALLED = Set.of("tool_calls", "tool_use", "function_call");

  private Unfinished() {}

  /**
   * @param draft as its text reads
   * @return the draft, rejected if its reply is no whole answer
   */
  static Draft check(Draft draft, Prompt prompt, Reply reply) {
    return why(draft, prompt, reply).map(draft::withRejected).orElse(draft);
  }

  private static Optional<String> why(Draft draft, Prompt prompt, Reply reply) {
    boolean blank = draft.text() == null || draft.text().isBlank();
    return switch (reply.finish()) {
      case LENGTH -> blank ? Optional.of(usedUp(prompt.maxTokens())) : Optional.empty();
      case FILTER ->
          Optional.of(
              "the provider's content filter %s it%s"
                  .formatted(blank ? "withheld" : "cut", named(reply.ending())));
      case OTHER -> Optional.of(broken(reply.ending()));
      case STOP ->
          CALLED.contains(reply.ending()) && !blank && !hasTools(prompt)
              ? Optional.of("it called a tool, although it was given none")
              : Optional.empty();
      case REFUSAL -> Optional.empty();
    };
  }

  /** A limit of which nothing was left for an answer. */
  static String usedUp(int maxTokens) {
    return "the limit of %d tokens was used up before any text; raise max-tokens"
        .formatted(maxTokens);
  }

  /** A reply that ended for a reason that does not mean that it is whole. */
  static String broken(String ending) {
    return ending.isEmpty()
        ? "it does not say that it has ended, so it may not be whole"
        : "it ended with '%s', so it may not be whole".formatted(ending);
  }

  private static String named(String ending) {
    return ending.isEmpty() ? "" : " (" + ending + ")";
  }

  private static boolean hasTools(Prompt prompt) {
    String body = prompt.body();
    return prompt.schema() != null
        || body != null && (body.contains("\"tools\"") || body.contains("\"functions\""));
  }
}
