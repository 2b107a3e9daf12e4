package org.batchrunner.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.batchrunner.batch.accept.DefaultOptions;
import org.batchrunner.intake.InvalidInputException;
import org.batchrunner.intake.OptionSets;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.task.options.Option;
import org.batchrunner.task.options.OptionOverride;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;

/**
 * Checks which files of this machine a request may name: those in the folders that {@code
 * batch-runner.web.folders} lists, those that were uploaded with it, and those that the defaults or
 * templates already name. About other files nothing is revealed, not even whether they exist.
 */
final class NamedFiles {

  private static final String USE = "use";
  private static final String SETTING = "batch-runner.web.folders";

  private final List<Path> folders;
  private final DefaultOptions defaults;
  private final OptionSets sets;

  NamedFiles(List<Path> folders, DefaultOptions defaults, OptionSets sets) {
    this.folders = folders;
    this.defaults = defaults;
    this.sets = sets;
  }

  /**
   * Checks the options of a request for an uploaded file.
   *
   * @param file the upload, in a folder of its own
   * @return the same options
   * @throws ApiProblem if one of them names a file that a request may not name
   */
  Map<String, Object> check(Map<String, Object> given, Path file) throws IOException {
    return check(given, file.toAbsolutePath().getParent(), false);
  }

  /**
   * Checks the options of a request that are saved for later files.
   *
   * @return the same options
   * @throws ApiProblem if one of them names a file that a request may not name
   */
  Map<String, Object> checkKept(Map<String, Object> given) throws IOException {
    return check(given, null, true);
  }

  private Map<String, Object> check(Map<String, Object> given, @Nullable Path own, boolean kept)
      throws IOException {
    Map<String, Object> plain = new LinkedHashMap<>(given);
    plain.remove(USE);
    Map<String, Option> named = named(Options.DEFAULTS.with(plain));
    if (!named.isEmpty()) {
      named.keySet().removeAll(namedAlready());
    }
    for (Map.Entry<String, Option> path : named.entrySet()) {
      if (!isAllowed(path.getKey(), path.getValue(), own, kept)) {
        throw ApiProblem.forbidden(
            path.getValue().key(),
            ("%s: '%s' is not below a folder that requests may name files in; list the folder in %s,"
                    + " or upload the file with the request")
                .formatted(path.getValue().key(), path.getKey(), SETTING));
      }
    }
    return given;
  }

  private static Map<String, Option> named(Options options) {
    Map<String, Option> named = new LinkedHashMap<>();
    options.corpus().forEach(path -> named.put(path, Option.CORPUS));
    options.redactionRules().ifPresent(path -> named.put(path, Option.REDACTION_RULES));
    for (OptionOverride when : options.when()) {
      Options changed = Options.DEFAULTS.with(when.set());
      changed.redactionRules().ifPresent(path -> named.put(path, Option.REDACTION_RULES));
    }
    return named;
  }

  /**
   * Returns the files that defaults and templates name, which the user set or which were checked
   * before.
   */
  private Set<String> namedAlready() throws IOException {
    Set<String> named = new HashSet<>(named(defaults.options(sets)).keySet());
    for (String name : sets.names()) {
      try {
        named.addAll(named(Options.of(sets.get(name))).keySet());
      } catch (InvalidInputException | InvalidOptionException e) {
        continue; // It can't be used, so it names nothing.
      }
    }
    return named;
  }

  private boolean isAllowed(String text, Option option, @Nullable Path own, boolean kept) {
    try {
      Path path = Path.of(text);
      if (kept && !path.isAbsolute() && path.normalize().startsWith("..")) {
        return false; // It would be another file for each task file.
      }
      if (own != null && option == Option.CORPUS) {
        Path beside = own.resolve(path);
        if (isBelow(beside, own) && Files.exists(beside)) {
          return true;
        }
      }
      return folders.stream().anyMatch(folder -> isBelow(path.toAbsolutePath(), folder));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /**
   * Returns whether the real path is in the folder, with links and {@code ..} resolved. A path that
   * is outside by its name is not accessed at all.
   */
  private static boolean isBelow(Path path, Path folder) {
    try {
      Path real = folder.toRealPath();
      Path plain = path.normalize();
      if (!plain.startsWith(folder.toAbsolutePath().normalize()) && !plain.startsWith(real)) {
        return false;
      }
      Path near = path;
      while (near != null && !Files.exists(near, LinkOption.NOFOLLOW_LINKS)) {
        near = near.getParent();
      }
      return near != null && near.toRealPath().startsWith(real);
    } catch (IOException e) {
      return false;
    }
  }
}
