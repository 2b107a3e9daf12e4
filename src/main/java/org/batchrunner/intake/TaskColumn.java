package org.batchrunner.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which column holds the task.
 *
 * @param wanted as the option {@code task-column} says
 */
record TaskColumn(Optional<String> wanted) {

  static final String TASK = "task";
  static final String PROMPT = "prompt";
  static final String ID = "id";

  private static final int SHOWN = 12;
  private static final int SHOWN_LENGTH = 40;

  /** By what can be seen of a name, in any case, spaces around ignored; -1 if there is none. */
  int in(List<String> names) {
    if (wanted.isPresent()) {
      return indexOf(names, wanted.get());
    }
    int task = indexOf(names, TASK);
    return task >= 0 ? task : indexOf(names, PROMPT);
  }

  static int indexOf(List<String> names, String wanted) {
    for (int i = 0; i < names.size(); i++) {
      if (same(names.get(i), wanted)) {
        return i;
      }
    }
    return -1;
  }

  static boolean same(String name, String wanted) {
    return HeaderName.same(name, wanted);
  }

  /** The second of two columns that are both the task's; -1 if there is none. */
  int again(List<String> names) {
    int first = in(names);
    int after = first + 1;
    int again = first < 0 ? -1 : indexOf(names.subList(after, names.size()), names.get(first));
    return again < 0 ? -1 : after + again;
  }

  /** For sentences: {@code no column 'task' or 'prompt'}. */
  String missing() {
    return wanted
        .map(
            name ->
                "no column '%s', which the option `task-column` names"
                    .formatted(HeaderName.visible(name)))
        .orElse("no column 'task' or 'prompt'");
  }

  /** Column names for a sentence, cut where they are many or long, with nothing in them unseen. */
  static String list(List<String> names) {
    List<String> shown = new ArrayList<>();
    for (String given : names.subList(0, Math.min(SHOWN, names.size()))) {
      String name = HeaderName.visible(given);
      shown.add(name.length() <= SHOWN_LENGTH ? name : name.substring(0, SHOWN_LENGTH) + "…");
    }
    String list = String.join(", ", shown);
    return names.size() <= SHOWN ? list : list + " and %d more".formatted(names.size() - SHOWN);
  }
}
