package org.batchrunner.flow;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Notes in which step of which route an exchange has failed. Camel knows that only where the route
 * has an error handler of its own, and the fast routes have none.
 */
final class FailedStep implements InterceptStrategy {

  private static final String PROPERTY = "failedStep";

  private record Place(Throwable failure, String name) {}

  /** The step that an exchange failed in, as the subject of a sentence. */
  static String of(Exchange exchange, @Nullable Throwable failure) {
    Place place = exchange.getProperty(PROPERTY, Place.class);
    return place != null && place.failure() == failure
        ? place.name()
        : "a step of the route " + exchange.getFromRouteId();
  }

  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
    return new Noting(target, name(definition));
  }

  private static String name(NamedNode definition) {
    String route =
        definition instanceof ProcessorDefinition<?> step
            ? ProcessorDefinitionHelper.getRouteId(step)
            : null;
    boolean named = definition instanceof ProcessorDefinition<?> step && step.hasCustomIdAssigned();
    return "the step %s%s"
        .formatted(
            named ? definition.getId() : "'" + definition.getShortName() + "'",
            route == null ? "" : " of the route " + route);
  }

  private static final class Noting extends DelegateAsyncProcessor {

    private final String name;

    Noting(Processor target, String name) {
      super(target);
      this.name = name;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      return super.process(
          exchange,
          sync -> {
            note(exchange);
            callback.done(sync);
          });
    }

    /** The innermost step is the first to see a failure. */
    private void note(Exchange exchange) {
      Exception failure = exchange.getException();
      if (failure != null) {
        Place known = exchange.getProperty(PROPERTY, Place.class);
        if (known == null || known.failure() != failure) {
          exchange.setProperty(PROPERTY, new Place(failure, name));
        }
      }
    }
  }
}
