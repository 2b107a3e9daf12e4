package org.batchrunner.web;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.batchrunner.intake.InvalidInputException;
import org.batchrunner.intake.OptionSets;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.task.options.Options;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Lists, saves and deletes the named sets of options for {@code use}. */
@RestController
final class TemplateController {

  private final OptionSets sets;
  private final NamedFiles files;

  TemplateController(OptionSets sets, NamedFiles files) {
    this.sets = sets;
    this.files = files;
  }

  /**
   * @param builtIn whether it comes with the program
   * @param error why it can't be used; null if it can
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Template(
      String name, boolean builtIn, Map<String, Object> options, @Nullable String error) {}

  @GetMapping("/api/templates")
  List<Template> list() throws IOException {
    List<Template> all = new ArrayList<>();
    for (String name : sets.names()) {
      all.add(get(name));
    }
    return all;
  }

  private Template get(String name) throws IOException {
    boolean builtIn = OptionSets.builtIn().contains(name);
    try {
      return new Template(name, builtIn, Options.of(sets.get(name)).toMap(), null);
    } catch (InvalidInputException | InvalidOptionException e) {
      return new Template(name, builtIn, Map.of(), e.getMessage());
    }
  }

  /** Saves options under a name. */
  @PutMapping("/api/templates/{name}")
  Template put(@PathVariable String name, @RequestBody Map<String, @Nullable Object> options)
      throws IOException {
    Map<String, Object> given = files.checkKept(RequestParams.options(options));
    sets.save(name, Options.of(sets.resolve(given)).toMap());
    return get(name);
  }

  @DeleteMapping("/api/templates/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String name) throws IOException {
    if (OptionSets.builtIn().contains(name)) {
      throw ApiProblem.conflict(name + " comes with the program and can't be removed");
    }
    if (!sets.delete(name)) {
      throw ApiProblem.notFound("There is no template " + name);
    }
  }
}
