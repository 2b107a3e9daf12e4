package org.batchrunner.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.task.ModelId;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists the prices of models today. */
@RestController
final class PriceController {

  private final PriceList prices;
  private final Clock clock;

  PriceController(PriceList prices, Clock clock) {
    this.prices = prices;
    this.clock = clock;
  }

  /**
   * Lists the prices in force.
   *
   * @param q a text that the name of the model must contain
   */
  @GetMapping("/api/prices")
  List<PriceJson> list(@RequestParam(defaultValue = "") String q) {
    LocalDate today = LocalDate.now(clock);
    String words = q.strip().toLowerCase(Locale.ROOT);
    return prices.prices().stream()
        .filter(priced -> priced.model().toLowerCase(Locale.ROOT).contains(words))
        .filter(
            priced -> {
              ModelId name = ModelId.parse(priced.model());
              return prices
                  .find(name.provider(), name.model(), today)
                  .filter(priced::equals)
                  .isPresent();
            })
        .map(PriceJson::of)
        .toList();
  }
}
