package org.batchrunner.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.batchrunner.flow.CamelCsvParser;
import org.batchrunner.task.Task;
import org.batchrunner.task.options.Options;

/** A real file in a folder, read by the real parser. */
record Dropped(Path path, Options options) {

  static final DefaultCamelContext CAMEL = camel();

  private static DefaultCamelContext camel() {
    DefaultCamelContext context = new DefaultCamelContext();
    context.build();
    return context;
  }

  static Dropped file(Path folder, String name, String text) {
    return file(folder, name, text.getBytes(StandardCharsets.UTF_8));
  }

  static Dropped file(Path folder, String name, byte[] bytes) {
    try {
      return new Dropped(Files.write(folder.resolve(name), bytes), Options.DEFAULTS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Dropped with(String option, Object value) {
    return new Dropped(path, options.with(Map.of(option, value)));
  }

  TaskFile open() {
    return new Intake(new CamelCsvParser(CAMEL)).open(path, options);
  }

  Census check() {
    return open().check();
  }

  List<Task> tasks() {
    List<Task> tasks = new ArrayList<>();
    try (CloseableIterator<Task> iterator = open().tasks()) {
      iterator.forEachRemaining(tasks::add);
    }
    return tasks;
  }

  List<String> texts() {
    return tasks().stream().map(Task::text).toList();
  }
}
