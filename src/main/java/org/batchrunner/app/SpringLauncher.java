package org.batchrunner.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.batchrunner.cli.CommandException;
import org.batchrunner.cli.RunningProgram;
import org.batchrunner.config.ConfigFiles;
import org.batchrunner.config.DotEnv;
import org.batchrunner.config.InvalidSettingException;
import org.batchrunner.config.Role;
import org.batchrunner.config.SettingErrors;
import org.batchrunner.config.SettingNames;
import org.batchrunner.ledger.LedgerException;
import org.batchrunner.task.options.InvalidOptionException;
import org.batchrunner.web.UnsafeAddressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Starts as much of the program as a command needs, as a Spring application. */
final class SpringLauncher implements RunningProgram.Launcher {

  private static final String HOME = "batch-runner.home";
  private static final String INBOX = "batch-runner.inbox";
  private static final String ROUTES = "routes";
  private static final List<String> FILES =
      List.of(
          "batch-runner.outbox",
          "batch-runner.data",
          "batch-runner.templates",
          "batch-runner.prices");

  /** Where the absolute ones are; other sources of settings say where they come from. */
  private static final String FOLDERS = "folders";

  private static final Logger LOG = LoggerFactory.getLogger(SpringLauncher.class);
  private static final Pattern SECRET = Pattern.compile("(?i)(api-?key|password|token)$");

  @Override
  public RunningProgram launch(RunningProgram.Extent extent, String... settings) {
    Path home = home(settings);
    try {
      ConfigFiles.check(home.resolve("config"));
      if (extent != RunningProgram.Extent.LEDGER) {
        new RouteFiles(home.resolve(ROUTES)).check();
      }
    } catch (InvalidSettingException e) {
      throw new CommandException(String.valueOf(e.getMessage()));
    }
    Class<?> source =
        switch (extent) {
          case LEDGER -> CoreConfiguration.class;
          case WORK -> RunApplication.class;
          case WATCH -> WatchApplication.class;
        };
    boolean watch = extent == RunningProgram.Extent.WATCH;
    if (extent != RunningProgram.Extent.LEDGER) {
      InterruptHandler.heed(extent);
    }
    Preloading.begin();
    try {
      ConfigurableApplicationContext context =
          new SpringApplicationBuilder(source)
              .web(watch ? WebApplicationType.SERVLET : WebApplicationType.NONE)
              .properties(defaults(home, watch))
              .initializers(
                  starting -> {
                    warnOfKeys(settings);
                    DotEnv.addTo(starting.getEnvironment(), home);
                    SettingNames.check(starting.getEnvironment());
                    addFolders(starting.getEnvironment(), home);
                    leaveOutRoutes(starting.getEnvironment(), watch);
                  })
              .registerShutdownHook(true)
              .run(settings);
      return new SpringProgram(context);
    } catch (RuntimeException e) {
      throw explained(e, home);
    }
  }

  @Override
  public boolean isStopping() {
    return InterruptHandler.isStopping();
  }

  static Path home(String... settings) {
    String variable = System.getenv().getOrDefault("BATCHRUNNER_HOME", ".");
    String home = System.getProperty(HOME, variable);
    for (String setting : settings) {
      if (setting.startsWith("--" + HOME + "=")) {
        home = setting.substring(HOME.length() + 3);
      }
    }
    return Path.of(home).toAbsolutePath().normalize();
  }

  /** Whoever lists the processes of the machine sees their command lines. */
  private static void warnOfKeys(String... settings) {
    for (String setting : settings) {
      String name = setting.substring(0, Math.max(0, setting.indexOf('=')));
      if (SECRET.matcher(name).find()) {
        LOG.warn(
            "{} on the command line can be read by everyone on this machine; put it into .env or"
                + " the environment",
            name);
      }
    }
  }

  private static Map<String, Object> defaults(Path home, boolean watch) {
    Map<String, Object> defaults = new LinkedHashMap<>();
    defaults.put(HOME, home.toString());
    defaults.put("spring.main.web-application-type", watch ? "servlet" : "none");
    defaults.put("logging.level.org.batchrunner", watch ? "info" : "warn");
    // What fails the start is thrown, and said once by the command.
    defaults.put("logging.level.org.springframework.boot.SpringApplication", "off");
    defaults.put("logging.level.org.springframework.boot.diagnostics", "off");
    defaults.put("spring.config.additional-location", "optional:file:" + home + "/config/");
    Path routes = home.resolve(ROUTES);
    defaults.put(
        "camel.main.routes-include-pattern",
        (Files.isDirectory(routes) ? "file:" + routes : "classpath:routes")
            + "/"
            + RouteFiles.PATTERN);
    return defaults;
  }

  /**
   * Files and folders are absolute before anything is bound. Spring would look for a relative one
   * among the web server's own files first, which are in another temporary folder at each start;
   * and the route of the inbox names the folder, wherever the program was started.
   */
  private static void addFolders(ConfigurableEnvironment environment, Path home) {
    Map<String, Object> folders = new LinkedHashMap<>();
    Path base = home.resolve(environment.getProperty(HOME, ".")).normalize();
    folders.put(HOME, base.toString());
    folders.put(
        INBOX, base.resolve(environment.getProperty(INBOX, "inbox")).normalize().toString());
    for (String setting : FILES) {
      String given = environment.getProperty(setting);
      if (given != null && !given.isBlank()) {
        folders.put(setting, base.resolve(given).normalize().toString());
      }
    }
    environment.getPropertySources().addFirst(new MapPropertySource(FOLDERS, folders));
  }

  /**
   * Leaves out the routes that the role has no use for, unless a setting says which ones do not
   * start.
   */
  private static void leaveOutRoutes(ConfigurableEnvironment environment, boolean watch) {
    Role role =
        Binder.get(environment).bind("batch-runner.role", Bindable.of(Role.class)).orElse(Role.ALL);
    // A run holds its own batch, whatever the role.
    List<String> routes = new ArrayList<>(watch ? List.of() : List.of("inbox", "unfinished"));
    role.leftOut().stream().filter(route -> watch || route.equals("worker")).forEach(routes::add);
    environment
        .getPropertySources()
        .addLast(
            new MapPropertySource(
                "role",
                Map.of("camel.main.auto-startup-exclude-pattern", String.join(",", routes))));
  }

  /** Known mistakes become a sentence; all else stays as it is. */
  private static RuntimeException explained(RuntimeException failure, Path home) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidSettingException
          || cause instanceof InvalidOptionException
          || cause instanceof UnsafeAddressException) {
        return new CommandException(String.valueOf(cause.getMessage()));
      }
      if (cause instanceof LedgerException ledger) {
        return ledger;
      }
      if (cause instanceof PortInUseException port) {
        return new CommandException(
            "port %d is in use by another program, perhaps another Batch Runner. Stop that program, or"
                    .formatted(port.getPort())
                + " start with --server.port=0 to use a free port");
      }
      if (cause instanceof ConfigurationPropertiesBindException || cause instanceof BindException) {
        return new CommandException(SettingErrors.sentence(cause));
      }
    }
    Optional<String> ofRoute = new RouteErrors(home.resolve(ROUTES)).sentence(failure);
    if (ofRoute.isPresent()) {
      return new CommandException(ofRoute.get());
    }
    Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
    return root instanceof CommandException user ? user : failure;
  }
}
