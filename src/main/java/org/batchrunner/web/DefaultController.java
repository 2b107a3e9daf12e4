package org.batchrunner.web;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.batchrunner.batch.accept.DefaultOptions;
import org.batchrunner.config.ConfiguredDefaults;
import org.batchrunner.config.Settings;
import org.batchrunner.intake.OptionSets;
import org.batchrunner.intake.Template;
import org.batchrunner.task.options.Options;
import org.batchrunner.workflow.OptionCheck;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows and changes the default batch options, which are saved in {@code config/application.yaml}.
 */
@RestController
final class DefaultController {

  private static final String SOURCE = "Config resource 'file [%s]' saved by the dashboard";

  private final DefaultOptions defaults;
  private final OptionSets sets;
  private final ConfigurableEnvironment environment;
  private final ConfigFile file;
  private final NamedFiles files;

  DefaultController(
      DefaultOptions defaults,
      OptionSets sets,
      ConfigurableEnvironment environment,
      Settings settings,
      NamedFiles files) {
    this.defaults = defaults;
    this.sets = sets;
    this.environment = environment;
    this.file = new ConfigFile(settings.home().resolve("config").resolve("application.yaml"));
    this.files = files;
  }

  /** Batch options by key. */
  record Given(@Nullable Map<String, @Nullable Object> options) {}

  /** The defaults that are set, by key; all others have the program's own values. */
  record InForce(Map<String, Object> options) {}

  @GetMapping("/api/defaults")
  InForce get() throws IOException {
    return new InForce(defaults.options(sets).toMap());
  }

  /** Replaces the saved defaults, for batches that are accepted from now on. */
  @PutMapping("/api/defaults")
  InForce put(@RequestBody Given given) throws IOException {
    Map<String, Object> options = files.checkKept(RequestParams.options(given.options()));
    Options checked = Options.of(sets.resolve(options));
    OptionCheck.check(checked);
    Template.check(checked);
    return save(checked.toMap());
  }

  /** Resets all defaults to the program's own values. */
  @DeleteMapping("/api/defaults")
  InForce delete() throws IOException {
    return save(Map.of());
  }

  private synchronized InForce save(Map<String, Object> options) throws IOException {
    file.saveDefaults(options);
    reload();
    defaults.replace(ConfiguredDefaults.of(environment));
    return get();
  }

  /** Reloads the file; sources with a higher precedence, such as the command line, keep it. */
  private void reload() throws IOException {
    MutablePropertySources sources = environment.getPropertySources();
    String name = name(sources, "'file [" + file.path() + "]'", SOURCE.formatted(file.path()));
    List<PropertySource<?>> fresh =
        new YamlPropertySourceLoader().load(name, new FileSystemResource(file.path()));
    String packaged = name(sources, "class path resource", "");
    if (fresh.isEmpty()) {
      sources.remove(name);
    } else if (sources.contains(name)) {
      sources.replace(name, fresh.get(0));
    } else if (packaged.isEmpty()) {
      sources.addLast(fresh.get(0));
    } else {
      sources.addBefore(packaged, fresh.get(0));
    }
  }

  private static String name(MutablePropertySources sources, String part, String otherwise) {
    return sources.stream()
        .map(PropertySource::getName)
        .filter(name -> name.contains(part))
        .findFirst()
        .orElse(otherwise);
  }
}
