package org.batchrunner.task.options;

import com.google.re2j.Pattern;
import java.util.Map;
import org.batchrunner.task.Task;

/**
 * Options that replace others for the tasks that match a pattern.
 *
 * @param match the pattern, which may match anywhere in the text of the task
 * @param set the options of these tasks, by key
 */
public record OptionOverride(Pattern match, Map<String, Object> set) {

  public boolean matches(Task task) {
    return match.matcher(task.text()).find();
  }
}
