package org.batchrunner.intake;

import java.util.List;
import org.batchrunner.task.CutMark;
import org.batchrunner.task.Task;
import org.batchrunner.task.options.Options;

/** Whether the prompts that templates make of tasks can be sent. */
final class Prompts {

  private final List<Template> templates;
  private final StrayPlaceholders stray;
  private final String file;

  Prompts(Options options, String file) {
    this.file = file;
    this.templates = Template.of(options);
    this.stray = new StrayPlaceholders(templates);
  }

  void check(Task task, long line) {
    if (task.body() == null) {
      checkWhole(task, line);
    }
    stray.look(task, line);
    for (Template template : templates) {
      if (task.body() == null && template.length(task) > FileLimits.TEXT) {
        throw new InvalidTaskFileException(
            file,
            line,
            "the template makes a prompt of more than %,d characters".formatted(FileLimits.TEXT));
      }
    }
  }

  /**
   * Refuses a task that a report has cut: it would cost money, but ask only half of the question.
   */
  private void checkWhole(Task task, long line) {
    String whole = CutMark.whole(task.text());
    for (Template template : templates) {
      whole = whole == null ? template.cut(task) : whole;
    }
    if (whole != null) {
      throw new InvalidTaskFileException(
          file,
          line,
          "the task was cut by a report of this program, as the mark at its end says. The complete text"
              + " is in %s of that batch; use that file, or the batch's retry.csv"
                  .formatted(HeaderName.visible(whole)));
    }
  }

  /** What its user should know, as sentences. */
  List<String> notes() {
    return stray.notes();
  }

  void check(List<String> columns) {
    templates.forEach(template -> template.check(columns));
  }
}
