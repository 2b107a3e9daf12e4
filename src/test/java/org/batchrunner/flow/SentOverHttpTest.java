package org.batchrunner.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.batchrunner.common.Json;
import org.batchrunner.intake.RejectedFileException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that comes by {@code platform-http}: its sender hears that it was refused, and why. */
class SentOverHttpTest {

  @TempDir Path home;

  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
  private Inbox inbox;
  private Path file;

  @BeforeEach
  void arrive() throws IOException {
    Path spool = home.resolve("spool");
    inbox = new Inbox(null, null, home.resolve("inbox"), spool);
    file = Files.createDirectories(spool.resolve("arrived-1")).resolve("bad.csv");
    Files.writeString(file, "nothing");
    exchange.setProperty("arrived", file);
    exchange.getMessage().setHeader(Exchange.HTTP_METHOD, "POST");
    exchange.getMessage().setBody("nothing");
  }

  private JsonNode answer(int status) {
    assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(status);
    assertThat(exchange.getMessage().getHeader(Exchange.CONTENT_TYPE))
        .isEqualTo("application/problem+json");
    return Json.read(exchange.getMessage().getBody(String.class), JsonNode.class);
  }

  @Test
  void aRefusalIsA4xxWithTheReason() throws IOException {
    exchange.setProperty(
        Exchange.EXCEPTION_CAUGHT, new RejectedFileException("bad.csv refused: no task column"));
    inbox.refuse(exchange);
    assertThat(answer(422).path("detail").asText()).isEqualTo("bad.csv refused: no task column");
    assertThat(home.resolve("inbox/.failed/bad.csv.error.txt")).content().contains("no task");
  }

  @Test
  void whatCanNotBeAcceptedNowIsTriedAgain() {
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IOException("disk full"));
    inbox.leave(exchange);
    assertThat(answer(503).path("detail").asText()).contains("can't be accepted now");
  }

  @Test
  void aMessageWithoutAFileIsABadRequest() {
    exchange.removeProperty("arrived");
    exchange.setProperty(
        Exchange.EXCEPTION_CAUGHT,
        new IOException("no file", new InvalidPayloadException(exchange, String.class)));
    inbox.leave(exchange);
    answer(400);
  }

  @Test
  void otherSendersAreLeftToTheirEndpoint() throws IOException {
    exchange.getMessage().removeHeader(Exchange.HTTP_METHOD);
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IOException("disk full"));
    assertThatThrownBy(() -> inbox.leave(exchange)).hasRootCauseMessage("disk full");
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new RejectedFileException("bad.csv refused"));
    inbox.refuse(exchange);
    assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isNull();
  }
}
