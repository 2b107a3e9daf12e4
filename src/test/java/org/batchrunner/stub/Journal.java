package org.batchrunner.stub;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All that was asked and billed. Safe for threads. */
public final class Journal {

  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Asked> asked = new HashMap<>();
  private final Map<String, Long> strays = new TreeMap<>();
  private final List<String> malformed = new ArrayList<>();
  private long forgotten;
  private long picos;
  private int inFlight;
  private int maxInFlight;

  /**
   * How often the same request came.
   *
   * @param billed how often it was billed
   */
  public record Asked(int asked, int billed) {}

  /** Sums of entries. */
  public record Sums(long requests, long billed, long in, long out, long picos) {

    /** Exact. */
    public BigDecimal dollars() {
      return BigDecimal.valueOf(picos, 12);
    }

    /** Rounded up. */
    public long nanoDollars() {
      return dollars().movePointRight(9).setScale(0, RoundingMode.CEILING).longValueExact();
    }
  }

  /** How often a request has come, this time included. */
  synchronized int asking(String hash) {
    Asked before = asked.getOrDefault(hash, new Asked(0, 0));
    asked.put(hash, new Asked(before.asked() + 1, before.billed()));
    inFlight++;
    maxInFlight = Math.max(maxInFlight, inFlight);
    return before.asked() + 1;
  }

  synchronized long nextNumber() {
    return forgotten + entries.size() + 1;
  }

  synchronized void add(Entry entry) {
    entries.add(entry);
    picos += entry.picos();
    if (entry.billed()) {
      asked.computeIfPresent(
          entry.hash(), (hash, before) -> new Asked(before.asked(), before.billed() + 1));
    }
  }

  synchronized void ended(long number, Instant when, boolean delivered) {
    inFlight--;
    int index = (int) (number - forgotten) - 1;
    if (index >= 0 && index < entries.size() && entries.get(index).number() == number) {
      entries.set(index, entries.get(index).ended(when, delivered));
    }
  }

  /**
   * When requests came that arrived at a time or later.
   *
   * @param firstRequest null if there is none
   * @param lastReply when the last of their replies had left; null if none has
   */
  record Times(int requests, @Nullable Instant firstRequest, @Nullable Instant lastReply) {}

  Times times(Instant since) {
    List<Entry> later = entries().stream().filter(e -> !e.arrived().isBefore(since)).toList();
    return new Times(
        later.size(),
        later.stream().map(Entry::arrived).min(Comparator.naturalOrder()).orElse(null),
        later.stream()
            .map(Entry::ended)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .orElse(null));
  }

  /** A request at a path that no vendor serves. */
  synchronized void stray(String request) {
    strays.merge(request, 1L, Long::sum);
  }

  /** A request that is not in the form that its vendor has published. */
  synchronized void malformed(String request) {
    malformed.add(request);
  }

  /** Requests that are not in the form that their vendors have published; never forgotten. */
  public synchronized List<String> malformed() {
    return List.copyOf(malformed);
  }

  /** Forgets what was; requests in flight stay in flight. */
  synchronized void clear() {
    forgotten += entries.size();
    entries.clear();
    asked.clear();
    strays.clear();
    picos = 0;
    maxInFlight = inFlight;
  }

  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Requests to no vendor's path, with their numbers. */
  public synchronized Map<String, Long> strays() {
    return Map.copyOf(strays);
  }

  public synchronized int requests() {
    return entries.size();
  }

  /** How many requests are not the same as one before. */
  public synchronized int different() {
    return asked.size();
  }

  public synchronized int inFlight() {
    return inFlight;
  }

  public synchronized int maxInFlight() {
    return maxInFlight;
  }

  /** The bill so far, exact. */
  public synchronized BigDecimal dollars() {
    return BigDecimal.valueOf(picos, 12);
  }

  public Sums sums() {
    return sums(entry -> true);
  }

  public Sums sums(Predicate<Entry> which) {
    long requests = 0;
    long billed = 0;
    long in = 0;
    long out = 0;
    long sum = 0;
    for (Entry entry : entries()) {
      if (which.test(entry)) {
        requests++;
        sum += entry.picos();
        if (entry.billed()) {
          billed++;
          in += entry.used().in();
          out += entry.used().out();
        }
      }
    }
    return new Sums(requests, billed, in, out, sum);
  }

  /** Requests that came more than once, by their hash. */
  public synchronized Map<String, Asked> duplicates() {
    Map<String, Asked> twice = new TreeMap<>(asked);
    twice.values().removeIf(each -> each.asked() < 2);
    return twice;
  }

  /** Attempts that came before a wait was over that their provider had been told. */
  public List<Entry> early() {
    return entries().stream().filter(Entry::early).toList();
  }
}
