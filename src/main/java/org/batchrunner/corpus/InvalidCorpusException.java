package org.batchrunner.corpus;

import java.util.List;

/** A corpus that can't be used. Names every file that is wrong, each with what to do. */
public final class InvalidCorpusException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 20;

  private final transient List<String> problems;

  InvalidCorpusException(List<String> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  InvalidCorpusException(String problem) {
    this(List.of(problem));
  }

  /** A sentence for each file, in the order of their paths. */
  public List<String> problems() {
    return problems;
  }

  private static String message(List<String> problems) {
    if (problems.size() == 1) {
      return "The corpus can't be used: " + problems.get(0);
    }
    String shown = String.join("\n- ", problems.subList(0, Math.min(SHOWN, problems.size())));
    String more =
        problems.size() > SHOWN ? "\n- and " + (problems.size() - SHOWN) + " more files" : "";
    return "The corpus can't be used; " + problems.size() + " problems:\n- " + shown + more;
  }
}
