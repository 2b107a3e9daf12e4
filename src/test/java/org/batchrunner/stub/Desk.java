package org.batchrunner.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes requests, bills them, and sends what they get. */
final class Desk {

  private static final int HASH_BYTES = 8;
  private static final int PROMPT = 200;
  private static final int CHECKED = 500;

  private final Catalogue catalogue;
  private final Journal journal;
  private final Waits waits;
  private final Clock clock;

  Desk(Catalogue catalogue, Journal journal, Waits waits, Clock clock) {
    this.catalogue = catalogue;
    this.journal = journal;
    this.waits = waits;
    this.clock = clock;
  }

  /** A request at the desk, as far as it could be read. */
  private record Asked(Arrival arrival, Api api, String hash, int times, long now, boolean early) {}

  void serve(
      Arrival arrival, Script script, @Nullable String key, Duration latency, Counting counting) {
    Api api = api(arrival);
    if (api == null) {
      journal.stray(arrival.method() + " " + arrival.path());
      arrival.answer(404, "{\"error\":\"not found\"}".getBytes(StandardCharsets.UTF_8));
      return;
    }
    String hash = hash(arrival);
    long now = System.nanoTime();
    boolean early = waits.early(api, hash, now, arrival.channel());
    Asked asked = new Asked(arrival, api, hash, journal.asking(hash), now, early);
    try {
      checkKey(asked, key);
      JsonNode body = body(arrival);
      Question question = api.dialect().read(arrival.path(), arrival.headers()::get, body);
      checkForm(api, body);
      ModelRequest request = request(asked, question, body);
      Tariff tariff = tariff(api, question.model());
      Reaction reaction = script.react(request);
      new Sale(asked, request, question, tariff, latency, counting)
          .make(reaction == null ? Reaction.answer() : reaction);
    } catch (Refused refused) {
      refuse(asked, refused);
    }
  }

  private static @Nullable Api api(Arrival arrival) {
    for (Api api : Api.values()) {
      if (arrival.method().equals("POST") && api.dialect().serves(arrival.path())) {
        return api;
      }
    }
    return null;
  }

  private static void checkKey(Asked asked, @Nullable String key) throws Refused {
    Dialect dialect = asked.api().dialect();
    String given = dialect.key(asked.arrival().headers()::get);
    if (given == null || given.isBlank() || (key != null && !key.equals(given))) {
      throw dialect.wrongKey(given);
    }
  }

  /**
   * A request that got so far must be in its vendor's published form, too; one that is not fails
   * its test when the stub is closed. The first are enough: a test that sends more sends alike
   * ones.
   */
  private void checkForm(Api api, JsonNode body) throws Refused {
    if (journal.requests() >= CHECKED) {
      return;
    }
    Set<ValidationMessage> faults = PublishedForm.faults(api, body);
    if (!faults.isEmpty()) {
      journal.malformed(api + ": " + faults + " in " + body);
      throw new Refused(400, "invalid_request_error", null, null, "not as published: " + faults);
    }
  }

  private static JsonNode body(Arrival arrival) {
    try {
      return Bodies.read(arrival.body());
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private Tariff tariff(Api api, String model) throws Refused {
    Tariff tariff = catalogue.tariff(model);
    if (tariff == null) {
      String type =
          switch (api) {
            case OPENAI -> "invalid_request_error";
            case ANTHROPIC -> "not_found_error";
            case GEMINI -> "NOT_FOUND";
          };
      throw new Refused(
          404, type, "model_not_found", null, "The model `" + model + "` does not exist");
    }
    return tariff;
  }

  private ModelRequest request(Asked asked, Question question, JsonNode body) {
    return new ModelRequest(
        journal.nextNumber(),
        asked.times(),
        asked.api(),
        question.model(),
        asked.hash(),
        question.user(),
        question.system(),
        question.maxTokens(),
        question.schema(),
        body,
        clock.instant());
  }

  private void refuse(Asked asked, Refused refused) {
    long number = journal.nextNumber();
    journal.add(
        new Entry(
            number,
            asked.api(),
            "",
            asked.hash(),
            String.valueOf(refused.getMessage()),
            false,
            Used.NOTHING,
            0,
            refused.status,
            null,
            clock.instant(),
            asked.early(),
            null,
            null));
    asked
        .arrival()
        .exchange(delivered -> journal.ended(number, clock.instant(), delivered))
        .send(
            refused.status,
            Map.of(),
            Bodies.write(asked.api().dialect().error(refused)),
            Delivery.WHOLE);
  }

  private static String hash(Arrival arrival) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(arrival.path().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(arrival.body()), 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A request that could be read, and what it gets. */
  private final class Sale {

    private final Asked asked;
    private final ModelRequest request;
    private final Question question;
    private final Tariff asking;
    private final Duration latency;
    private final Counting counting;

    Sale(
        Asked asked,
        ModelRequest request,
        Question question,
        Tariff asking,
        Duration latency,
        Counting counting) {
      this.asked = asked;
      this.request = request;
      this.question = question;
      this.asking = asking;
      this.latency = latency;
      this.counting = counting;
    }

    void make(Reaction reaction) {
      String text = reaction.text == null ? Answers.to(request) : reaction.text;
      String sent = reaction.delivery == Delivery.HUGE ? Exchange.FILLER : text;
      Used used = reaction.used == null ? counting.count(request, question, text) : reaction.used;
      String model = reaction.model == null ? catalogue.named(request.model()) : reaction.model;
      Tariff sold = catalogue.tariff(model);
      long picos = reaction.billed ? (sold == null ? asking : sold).picos(used) : 0;
      journal.add(entry(reaction, used, picos));
      byte[] body =
          bytes(
              reaction,
              new Completion(
                  "stub-" + request.number(),
                  model,
                  sent,
                  used,
                  reaction.form,
                  reaction.finish,
                  request.maxTokens() > 0 && used.out() >= request.maxTokens()));
      Exchange exchange =
          asked
              .arrival()
              .exchange(whole -> journal.ended(request.number(), clock.instant(), whole));
      after(
          reaction,
          () -> {
            if (reaction.wait != null) {
              waits.told(
                  asked.api(),
                  asked.hash(),
                  System.nanoTime(),
                  reaction.wait,
                  asked.arrival().channel());
            }
            exchange.send(reaction.status, headers(reaction), body, reaction.delivery);
          });
    }

    private Entry entry(Reaction reaction, Used used, long picos) {
      String user = request.user();
      return new Entry(
          request.number(),
          asked.api(),
          request.model(),
          asked.hash(),
          user.length() > PROMPT ? user.substring(0, PROMPT) : user,
          reaction.billed,
          reaction.billed ? used : Used.NOTHING,
          picos,
          reaction.status,
          reaction.fault,
          request.arrived(),
          asked.early(),
          null,
          null);
    }

    private byte[] bytes(Reaction reaction, Completion completion) {
      if (reaction.raw != null) {
        return reaction.raw.getBytes(StandardCharsets.UTF_8);
      }
      Dialect dialect = asked.api().dialect();
      if (reaction.error != null) {
        return Bodies.write(dialect.error(reaction.error));
      }
      byte[] body = Bodies.write(dialect.reply(question, completion));
      return reaction.halved ? Arrays.copyOf(body, body.length / 2) : body;
    }

    private Map<String, String> headers(Reaction reaction) {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put(
          asked.api() == Api.ANTHROPIC ? "request-id" : "x-request-id", "req_" + request.number());
      headers.putAll(reaction.headers);
      return headers;
    }

    private void after(Reaction reaction, Runnable send) {
      var loop = asked.arrival().channel().eventLoop();
      CompletableFuture<?> gate = reaction.gate;
      Runnable opened =
          () -> {
            if (gate == null) {
              send.run();
            } else {
              var unused = gate.thenRun(() -> loop.execute(send));
            }
          };
      long nanos = (reaction.latency == null ? latency : reaction.latency).toNanos();
      nanos -= System.nanoTime() - asked.now();
      if (nanos > 0) {
        var unused = loop.schedule(opened, nanos, TimeUnit.NANOSECONDS);
      } else {
        opened.run();
      }
    }
  }
}
