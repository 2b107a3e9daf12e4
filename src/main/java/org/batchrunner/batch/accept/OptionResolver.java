package org.batchrunner.batch.accept;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.batchrunner.batch.corpus.CorpusPaths;
import org.batchrunner.intake.InvalidInputException;
import org.batchrunner.intake.OptionFile;
import org.batchrunner.intake.OptionFiles;
import org.batchrunner.intake.OptionSets;
import org.batchrunner.intake.RejectedFileException;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.task.options.Options;

/** The options of a file: the defaults, its option file, and what was given with it. */
public final class OptionResolver {

  private final OptionSets sets;
  private final DefaultOptions defaults;
  private final ModelResolver models;
  private final Redactors redactors;

  OptionResolver(
      OptionSets sets, DefaultOptions defaults, ModelResolver models, Redactors redactors) {
    this.sets = sets;
    this.defaults = defaults;
    this.models = models;
    this.redactors = redactors;
  }

  /**
   * The options of a file, with models filled in, and every file that they name looked at.
   *
   * @throws RejectedFileException if a model can't be asked
   * @throws InvalidOptionException if an option is wrong, as {@link InvalidInputException} if it
   *     stands in the option file
   */
  public Options resolve(Path file, Map<String, Object> given) throws IOException {
    Options options = optionsOf(file, given);
    try {
      options = models.resolve(options);
    } catch (InvalidOptionException e) {
      Optional<Path> beside = OptionFiles.of(file);
      throw given.containsKey(e.key()) || beside.isEmpty() ? e : OptionFile.at(beside.get(), e);
    }
    redactors.prepare(options);
    return options;
  }

  private Options optionsOf(Path file, Map<String, Object> given) throws IOException {
    Options options = defaults.options(sets);
    Optional<Path> beside = OptionFiles.of(file);
    if (beside.isPresent()) {
      options = options.with(new OptionFile(sets).read(beside.get()));
    }
    return CorpusPaths.resolve(file, options.with(sets.resolve(given)));
  }
}
