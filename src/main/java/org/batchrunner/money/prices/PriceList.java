package org.batchrunner.money.prices;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.batchrunner.money.InvalidPricesException;

/**
 * Dated prices of models. Immutable. A model that is not listed has no price, never a price of 0.
 */
public final class PriceList {

  public static final PriceList EMPTY = new PriceList(List.of());

  private static final String BUILT_IN = "/prices.json";

  /** {@code -2024-08-06}, {@code -20250929} or {@code -latest}; not {@code -0613}. */
  private static final Pattern VERSION =
      Pattern.compile("-(latest|20\\d\\d(-?)(0[1-9]|1[0-2])\\2(0[1-9]|[12]\\d|3[01]))$");

  private static final Comparator<PricedModel> BY_DATE =
      Comparator.comparing(
          PricedModel::from, Comparator.nullsFirst(Comparator.<LocalDate>naturalOrder()));

  private final Map<String, List<PricedModel>> byModel = new TreeMap<>();

  /**
   * @throws InvalidPricesException if a model has two prices from the same day
   */
  public PriceList(Collection<PricedModel> prices) {
    for (PricedModel priced : prices) {
      byModel.computeIfAbsent(priced.model(), model -> new ArrayList<>()).add(priced);
    }
    byModel.replaceAll((model, dated) -> sorted(dated));
  }

  private static List<PricedModel> sorted(List<PricedModel> dated) {
    List<PricedModel> sorted = dated.stream().sorted(BY_DATE).toList();
    for (int i = 1; i < sorted.size(); i++) {
      if (BY_DATE.compare(sorted.get(i - 1), sorted.get(i)) == 0) {
        PricedModel twice = sorted.get(i);
        throw new InvalidPricesException(
            "%s has two prices from %s; keep only one"
                .formatted(twice.model(), twice.from() == null ? "the start" : twice.from()));
      }
    }
    return sorted;
  }

  /** Returns the built-in prices. */
  public static PriceList builtIn() {
    try (InputStream in = PriceList.class.getResourceAsStream(BUILT_IN)) {
      if (in == null) {
        throw new IllegalStateException("the program's own price file is missing: " + BUILT_IN);
      }
      return PriceFile.parse("prices.json", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("the program's own price file can't be read", e);
    }
  }

  /**
   * Reads a file in the format of {@code prices.json}.
   *
   * @throws InvalidPricesException naming the model and the field that is wrong
   */
  public static PriceList read(Path file) throws IOException {
    return PriceFile.parse(file.getFileName().toString(), PriceFile.text(file));
  }

  /** Returns these prices in the format that {@link #read} takes. */
  public static String json(List<PricedModel> prices) {
    return PriceFile.format(prices);
  }

  /** Writes all prices, a line each, in the format that {@link #read} takes. */
  public void write(Path file) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(aside, json(prices()));
    Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Finds the price of a model on a day, under its name or else under its name without a version
   * ({@code -2024-08-06}, {@code -20250929}, {@code -latest}).
   *
   * @param provider as the price file names it, such as {@code openai}
   * @param model as the provider names it
   * @return empty if the model has no price on that day
   */
  public Optional<PricedModel> find(String provider, String model, LocalDate day) {
    String name = provider + "/" + model;
    List<PricedModel> dated = byModel.get(name);
    if (dated == null) {
      dated = byModel.get(VERSION.matcher(name).replaceFirst(""));
    }
    return dated == null ? Optional.empty() : on(dated, day);
  }

  private static Optional<PricedModel> on(List<PricedModel> dated, LocalDate day) {
    return dated.stream().filter(priced -> priced.appliesOn(day)).reduce((earlier, later) -> later);
  }

  /** All prices, by model and day. */
  public List<PricedModel> prices() {
    return byModel.values().stream().flatMap(List::stream).toList();
  }

  /** The prices listed under exactly this name, by day. */
  List<PricedModel> of(String name) {
    return byModel.getOrDefault(name, List.of());
  }
}
