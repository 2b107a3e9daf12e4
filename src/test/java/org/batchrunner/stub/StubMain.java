package org.batchrunner.stub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The stub in a process of its own: {@code [--port=N] [--NAME=JSON …]}, with the names that {@code
 * POST /__script} takes, such as {@code --latency_ms=50 --faults={"RATE_LIMITED":0.1}}. Prints its
 * port, then serves until it is stopped.
 */
public final class StubMain {

  private StubMain() {}

  /** Never returns. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ObjectNode settings = Bodies.MAPPER.createObjectNode();
    for (String argument : arguments) {
      List<String> parts = List.of(argument.split("=", 2));
      if (!argument.startsWith("--") || parts.size() != 2) {
        System.err.println("stub: options are --NAME=VALUE, not " + argument);
        System.exit(2);
      }
      settings.set(parts.get(0).substring(2), value(parts.get(1)));
    }
    JsonNode port = settings.remove("port");
    ModelStub stub = ModelStub.start(port == null ? 0 : port.asInt());
    stub.configure(settings);
    System.out.println(stub.port());
    new CountDownLatch(1).await();
  }

  private static JsonNode value(String text) {
    try {
      return Bodies.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return Bodies.MAPPER.getNodeFactory().textNode(text);
    }
  }
}
