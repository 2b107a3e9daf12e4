package org.batchrunner.stub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * For scripts that are not Java: {@code GET /__journal} (with {@code ?entries} each request too),
 * {@code GET /__times?since=MILLIS} (when the first request came since then, and when the last
 * reply had left, in milliseconds since 1970) and {@code POST /__script}.
 */
final class Control {

  static final String PREFIX = "/__";

  private final ModelStub stub;

  Control(ModelStub stub) {
    this.stub = stub;
  }

  void answer(Arrival arrival) {
    switch (arrival.method() + " " + arrival.path()) {
      case "GET /__journal" ->
          arrival.answer(200, Bodies.write(journal(arrival.uri().endsWith("?entries"))));
      case "GET /__times" -> times(arrival);
      case "POST /__script" -> configure(arrival);
      default -> arrival.answer(404, Bodies.write(Map.of("error", "not found")));
    }
  }

  private void times(Arrival arrival) {
    String since =
        new QueryStringDecoder(arrival.uri())
            .parameters()
            .getOrDefault("since", List.of("0"))
            .get(0);
    try {
      Journal.Times times = stub.journal().times(Instant.ofEpochMilli(Long.parseLong(since)));
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("requests", times.requests());
      json.put("first_request_ms", millis(times.firstRequest()));
      json.put("last_reply_ms", millis(times.lastReply()));
      arrival.answer(200, Bodies.write(json));
    } catch (NumberFormatException e) {
      arrival.answer(400, Bodies.write(Map.of("error", "since is a number of milliseconds")));
    }
  }

  private static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }

  private void configure(Arrival arrival) {
    try {
      stub.configure(Bodies.read(arrival.body()));
      arrival.answer(200, Bodies.write(Map.of("ok", true)));
    } catch (IOException | IllegalArgumentException e) {
      arrival.answer(400, Bodies.write(Map.of("error", String.valueOf(e.getMessage()))));
    }
  }

  private ObjectNode journal(boolean each) {
    Journal journal = stub.journal();
    List<Entry> entries = journal.entries();
    Map<String, Journal.Asked> duplicates = journal.duplicates();
    Journal.Sums sums = journal.sums();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("requests", sums.requests()).put("billed", sums.billed());
    json.put("delivered", entries.stream().filter(e -> Boolean.TRUE.equals(e.delivered())).count());
    json.put("tokens_in", sums.in()).put("tokens_out", sums.out());
    json.put("dollars", sums.dollars()).put("nano_dollars", sums.nanoDollars());
    json.put("in_flight", journal.inFlight()).put("max_in_flight", journal.maxInFlight());
    json.put("early", entries.stream().filter(Entry::early).count());
    json.put("asked_twice", duplicates.size());
    json.put("billed_twice", duplicates.values().stream().filter(a -> a.billed() > 1).count());
    json.set("by_status", Bodies.MAPPER.valueToTree(count(entries, e -> "" + e.status())));
    json.set("by_api", Bodies.MAPPER.valueToTree(count(entries, e -> e.api().name())));
    json.set("by_model", Bodies.MAPPER.valueToTree(count(entries, Entry::model)));
    json.set("by_fault", Bodies.MAPPER.valueToTree(count(entries, e -> String.valueOf(e.fault()))));
    json.set("strays", Bodies.MAPPER.valueToTree(journal.strays()));
    json.set("duplicates", Bodies.MAPPER.valueToTree(duplicates));
    if (!entries.isEmpty()) {
      json.put("first", entries.get(0).arrived().toString());
      json.put("last", entries.get(entries.size() - 1).arrived().toString());
    }
    if (each) {
      var list = json.putArray("entries");
      entries.forEach(entry -> list.add(entry(entry)));
    }
    return json;
  }

  private static Map<String, Integer> count(
      List<Entry> entries, java.util.function.Function<Entry, String> by) {
    Map<String, Integer> counts = new TreeMap<>();
    entries.forEach(entry -> counts.merge(by.apply(entry), 1, Integer::sum));
    return counts;
  }

  private static ObjectNode entry(Entry entry) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("number", entry.number()).put("api", entry.api().name());
    json.put("model", entry.model()).put("hash", entry.hash()).put("prompt", entry.prompt());
    json.put("billed", entry.billed()).put("tokens_in", entry.used().in());
    json.put("tokens_out", entry.used().out()).put("pico_dollars", entry.picos());
    json.put("status", entry.status()).put("fault", String.valueOf(entry.fault()));
    json.put("arrived", entry.arrived().toString()).put("early", entry.early());
    return json.put("delivered", entry.delivered());
  }
}
