package org.batchrunner.intake;

import java.util.List;
import org.batchrunner.task.Options;
import org.batchrunner.task.Task;

/** Whether the prompts that templates make of tasks can be sent. */
final class Prompts {

  private final List<Template> templates;
  private final String file;

  Prompts(Options options, String file) {
    this.file = file;
    this.templates = Template.of(options);
  }

  void check(Task task, long line) {
    for (Template template : templates) {
      if (task.body() == null && template.length(task) > Limits.TEXT) {
        throw new BadTaskFile(
            file,
            line,
            "the template makes a prompt of more than %,d characters".formatted(Limits.TEXT));
      }
    }
  }

  void check(List<String> columns) {
    templates.forEach(template -> template.check(columns));
  }
}
