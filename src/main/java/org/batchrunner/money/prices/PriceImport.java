package org.batchrunner.money.prices;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.batchrunner.money.InvalidPricesException;
import org.batchrunner.money.Price;

/**
 * Merges the price file of LiteLLM or of genai-prices into a price list. Prices of the list that
 * are from a later file or from the user are kept.
 */
public final class PriceImport {

  /** The models of these are imported, under these names. */
  static final Set<String> PROVIDERS = Set.of("openai", "anthropic", "google");

  private static final Pattern DATE = Pattern.compile("20\\d\\d-[01]\\d-[0-3]\\d");

  /**
   * The result of an import.
   *
   * @param prices the list with the imported prices in it
   * @param added models that had no price before
   * @param changed models whose price differs
   * @param unchanged models whose price is the same
   * @param skipped models that were left out, with the reason
   */
  public record Report(
      PriceList prices,
      List<String> added,
      List<String> changed,
      int unchanged,
      Map<String, String> skipped) {}

  /**
   * The prices of a model in a file.
   *
   * @param family the name of the family by which the source prices it; empty if by its own name
   */
  record Found(String family, List<PricedModel> prices) {}

  /** The contents of a file. */
  record Source(
      String name, boolean history, Map<String, Found> models, Map<String, String> skipped) {}

  private final Map<String, List<PricedModel>> merged = new LinkedHashMap<>();
  private final List<String> added = new ArrayList<>();
  private final List<String> changed = new ArrayList<>();
  private final Map<String, String> skipped = new LinkedHashMap<>();
  private final LocalDate asOf;
  private int unchanged;

  private PriceImport(PriceList current, LocalDate asOf) {
    this.asOf = asOf;
    current.prices().forEach(p -> merged.computeIfAbsent(p.model(), m -> new ArrayList<>()).add(p));
  }

  /** The day in a file's name: {@code litellm-prices-2026-08-01.json}. */
  public static Optional<LocalDate> dateOf(Path file) {
    Matcher date = DATE.matcher(file.getFileName().toString());
    try {
      return date.find() ? Optional.of(LocalDate.parse(date.group())) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * @param current what is listed already
   * @param file the price file of LiteLLM or of genai-prices
   * @param asOf the day on which the file was true
   * @throws InvalidPricesException if it is neither kind of file, or a price in it can't be stored
   *     exactly
   */
  public static Report into(PriceList current, Path file, LocalDate asOf) throws IOException {
    String name = file.getFileName().toString();
    JsonNode root = PriceFile.tree(name, PriceFile.text(file));
    Source source;
    if (GenaiPrices.recognizes(root)) {
      source = new GenaiPrices(asOf).read(root);
    } else if (LitellmPrices.recognizes(root)) {
      source = new LitellmPrices(asOf).read(root);
    } else {
      throw new InvalidPricesException(
          name
              + " is neither LiteLLM's price file (model_prices_and_context_window.json) nor that of"
              + " genai-prices (data.json)");
    }
    return new PriceImport(current, asOf).merge(source);
  }

  private Report merge(Source source) {
    skipped.putAll(source.skipped());
    source.models().forEach((model, found) -> merge(model, found, source));
    PriceList prices = new PriceList(merged.values().stream().flatMap(List::stream).toList());
    return new Report(prices, added, changed, unchanged, skipped);
  }

  private void merge(String model, Found found, Source source) {
    List<PricedModel> listed = merged.getOrDefault(model, List.of());
    if (listed.isEmpty()) {
      merged.put(model, found.prices());
      added.add(model);
      return;
    }
    List<PricedModel> existing = withServiceTiers(listed, found.prices());
    merge(
        model,
        existing,
        new Found(found.family(), withServiceTiers(found.prices(), existing)),
        source);
  }

  /**
   * Adds the prices of service tiers, which only one source has; they hold as long as the standard
   * price does.
   */
  private static List<PricedModel> withServiceTiers(
      List<PricedModel> prices, List<PricedModel> others) {
    return new ArrayList<>(
        prices.stream().map(priced -> withServiceTiers(priced, others)).toList());
  }

  private static PricedModel withServiceTiers(PricedModel priced, List<PricedModel> others) {
    if (!priced.price().serviceTiers().isEmpty() || isUsers(priced)) {
      return priced;
    }
    return others.stream()
        .map(PricedModel::price)
        .filter(price -> !price.serviceTiers().isEmpty())
        .filter(price -> price.base().input() == priced.price().base().input())
        .filter(price -> price.base().output() == priced.price().base().output())
        .findFirst()
        .map(
            price ->
                new PricedModel(
                    priced.model(),
                    priced.from(),
                    priced.price().with(price.serviceTiers()),
                    priced.source(),
                    priced.checked()))
        .orElse(priced);
  }

  private static boolean isUsers(PricedModel priced) {
    return !priced.source().startsWith(LitellmPrices.NAME)
        && !priced.source().startsWith(GenaiPrices.NAME);
  }

  private void merge(String model, List<PricedModel> existing, Found found, Source source) {
    merged.put(model, existing);
    String why = keep(existing, found);
    if (!why.isEmpty()) {
      if (inForce(existing).equals(inForce(found.prices()))) {
        unchanged++;
      } else {
        skipped.put(model, why);
      }
    } else if (source.history()) {
      count(model, samePrices(existing, found.prices()));
      merged.put(model, found.prices());
    } else {
      mergeToday(model, existing, found.prices().get(0));
    }
  }

  private String keep(List<PricedModel> existing, Found found) {
    for (PricedModel priced : existing) {
      if (isUsers(priced)) {
        return "the price list has a line of its own for it, from " + priced.source();
      }
      if (priced.checked() != null && priced.checked().isAfter(asOf)) {
        return "the price list has a later one, of " + priced.checked();
      }
      if (!found.family().isEmpty() && !priced.source().contains(" as ")) {
        return "it is priced here only as %s, and the price list has a price under its own name"
            .formatted(found.family());
      }
    }
    return "";
  }

  private void mergeToday(String model, List<PricedModel> existing, PricedModel today) {
    boolean same = inForce(existing).equals(Optional.of(today.price()));
    count(model, same);
    if (!same) {
      List<PricedModel> dated = new ArrayList<>(existing);
      dated.removeIf(p -> asOf.equals(p.from()));
      dated.add(new PricedModel(model, asOf, today.price(), today.source(), asOf));
      merged.put(model, dated);
    }
  }

  private Optional<Price> inForce(List<PricedModel> dated) {
    return dated.stream()
        .filter(priced -> priced.appliesOn(asOf))
        .reduce((earlier, later) -> later)
        .map(PricedModel::price);
  }

  private void count(String model, boolean same) {
    if (same) {
      unchanged++;
    } else {
      changed.add(model);
    }
  }

  private static boolean samePrices(List<PricedModel> one, List<PricedModel> other) {
    return one.size() == other.size()
        && IntStream.range(0, one.size())
            .allMatch(
                i ->
                    one.get(i).price().equals(other.get(i).price())
                        && Objects.equals(one.get(i).from(), other.get(i).from()));
  }
}
