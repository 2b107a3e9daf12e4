package org.batchrunner.flow;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Shows what the routes' {@code log:} steps say. All other loggers show warnings only, so each
 * logger that a step names is set to INFO, unless a setting {@code logging.level.NAME} for it or
 * for a parent says otherwise.
 */
final class RouteLogLevels extends LifecycleStrategySupport implements CamelContextConfiguration {

  private static final String LOG_ENDPOINT = "log:";

  private final LoggingSystem logging;
  private @Nullable CamelContext camel;

  RouteLogLevels(LoggingSystem logging) {
    this.logging = logging;
  }

  @Override
  public void beforeApplicationStart(CamelContext context) {
    camel = context;
    context.addLifecycleStrategy(this);
  }

  @Override
  public void afterApplicationStart(CamelContext context) {}

  /** Routes have been made and not started. */
  @Override
  public void onRoutesAdd(Collection<Route> routes) {
    for (Route route : routes) {
      NamedNode definition = route.getRoute();
      if (definition instanceof RouteDefinition made) {
        show(made.getOutputs(), made.getRouteId());
      }
    }
    Model model =
        Objects.requireNonNull(camel).getCamelContextExtension().getContextPlugin(Model.class);
    model.getRouteConfigurationDefinitions().stream()
        .flatMap(
            all ->
                Stream.of(all.getOnExceptions(), all.getOnCompletions(), all.getIntercepts())
                    .flatMap(Collection::stream))
        .forEach(common -> show(List.of(common), null));
  }

  private void show(List<ProcessorDefinition<?>> steps, @Nullable String route) {
    ProcessorDefinitionHelper.filterTypeInOutputs(steps, LogDefinition.class)
        .forEach(
            step ->
                show(step.getLogName() == null ? route : named(step.getLogName(), route, step)));
    ProcessorDefinitionHelper.filterTypeInOutputs(steps, ProcessorDefinition.class).stream()
        .filter(EndpointRequiredDefinition.class::isInstance)
        .map(step -> ((EndpointRequiredDefinition) step).getEndpointUri())
        .filter(uri -> uri != null && uri.startsWith(LOG_ENDPOINT))
        .forEach(
            uri ->
                show(
                    resolved(
                        uri.substring(LOG_ENDPOINT.length())
                            .replaceFirst("^//", "")
                            .replaceFirst("\\?.*", ""))));
  }

  private String named(String name, @Nullable String route, LogDefinition step) {
    return resolved(
        name.replace("${routeId}", String.valueOf(route))
            .replace("${nodeId}", String.valueOf(step.getId()))
            .replace("${contextId}", Objects.requireNonNull(camel).getName()));
  }

  private String resolved(String name) {
    return Objects.requireNonNull(camel).resolvePropertyPlaceholders(name);
  }

  private void show(@Nullable String logger) {
    if (logger == null || logger.isBlank()) {
      return;
    }
    for (String name = logger; !name.isEmpty(); name = parent(name)) {
      LoggerConfiguration now = logging.getLoggerConfiguration(name);
      if (now != null
          && now.getLevelConfiguration(LoggerConfiguration.ConfigurationScope.DIRECT) != null) {
        return;
      }
    }
    logging.setLogLevel(logger, LogLevel.INFO);
  }

  private static String parent(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }
}
