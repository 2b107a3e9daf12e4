package org.batchrunner.task.options;

import com.google.re2j.Pattern;
import java.util.Map;
import org.batchrunner.task.Task;

/**
 * Other options for the tasks that match.
 *
 * @param match found anywhere in the task's text
 * @param set the options that these tasks get instead, by key
 */
public record OptionOverride(Pattern match, Map<String, Object> set) {

  public boolean matches(Task task) {
    return match.matcher(task.text()).find();
  }
}
