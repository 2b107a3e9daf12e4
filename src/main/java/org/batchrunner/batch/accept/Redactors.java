package org.batchrunner.batch.accept;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.batchrunner.task.Result;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.task.options.Option;
import org.batchrunner.task.options.Options;
import org.batchrunner.workflow.redaction.InvalidRulesException;
import org.batchrunner.workflow.redaction.Redactor;
import org.jspecify.annotations.Nullable;

/** The redactors of batches, by their rules. */
public final class Redactors {

  private final Map<String, Redactor> byFile = new ConcurrentHashMap<>();

  /**
   * Reads the rules before anything is spent.
   *
   * @throws InvalidOptionException if they can't be used
   */
  void prepare(Options options) {
    options.redactionRules().ifPresent(this::ofFile);
    options
        .when()
        .forEach(when -> options.with(when.set()).redactionRules().ifPresent(this::ofFile));
  }

  public Result redact(Options options, Result result) {
    return options.redaction() ? redactor(options).apply(result) : result;
  }

  public @Nullable String redact(Options options, @Nullable String text) {
    return text == null || !options.redaction() ? text : redactor(options).apply(text);
  }

  /** By the built-in rules: where the options are not known, or can't be read. */
  public String redact(String text) {
    return BuiltIn.REDACTOR.apply(text);
  }

  private Redactor redactor(Options options) {
    return options.redactionRules().map(this::ofFile).orElseGet(() -> BuiltIn.REDACTOR);
  }

  private Redactor ofFile(String file) {
    return byFile.computeIfAbsent(file, Redactors::read);
  }

  private static Redactor read(String file) {
    try {
      return Redactor.read(Path.of(file));
    } catch (NoSuchFileException | InvalidPathException e) {
      throw new InvalidOptionException(
          Option.REDACTION_RULES.key(), "redaction-rules: there is no file '%s'".formatted(file));
    } catch (IOException | InvalidRulesException e) {
      throw new InvalidOptionException(
          Option.REDACTION_RULES.key(),
          "redaction-rules: '%s' can't be used: %s".formatted(file, e.getMessage()));
    }
  }

  /** Reads the built-in rules when they are first needed. */
  private static final class BuiltIn {
    static final Redactor REDACTOR = Redactor.builtIn();
  }
}
