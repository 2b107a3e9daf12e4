package org.batchrunner.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.batchrunner.money.prices.PriceList;
import org.batchrunner.money.prices.PricedModel;

class PricePropertiesTest {

  @Property
  void noCallCostsMoreThanItsWorstCase(
      @ForAll("prices") Price price,
      @ForAll("tokens") Tokens tokens,
      @ForAll("more") int morePrompt,
      @ForAll("more") int moreOutput) {
    Dollars worst = price.worst(tokens.prompt() + morePrompt, tokens.output() + moreOutput);

    assertThat(price.cost(tokens)).isLessThanOrEqualTo(worst);
  }

  @Property(tries = 200)
  void noCallOfARealModelCostsMoreThanItsWorstCase(
      @ForAll("listed") PricedModel priced, @ForAll("tokens") Tokens tokens) {
    assertThat(priced.price().cost(tokens))
        .isLessThanOrEqualTo(priced.price().worst(tokens.prompt(), tokens.output()));
  }

  @Property(tries = 200)
  void aPriceFileReadsBackAsItWasWritten(@ForAll("prices") Price price) throws IOException {
    Path file = Files.createTempFile("prices", ".json");
    try {
      PricedModel priced =
          new PricedModel("x/m", LocalDate.EPOCH, price, "a \"source\"", LocalDate.EPOCH);
      new PriceList(List.of(priced)).write(file);

      assertThat(PriceList.read(file).prices()).containsExactly(priced);
    } finally {
      Files.delete(file);
    }
  }

  @Provide
  Arbitrary<Price> prices() {
    Arbitrary<Price.Tier> tiers =
        Combinators.combine(Arbitraries.longs().between(1, 300_000), rates()).as(Price.Tier::new);
    return Combinators.combine(rates(), tiers.list().ofMaxSize(3).uniqueElements(Price.Tier::above))
        .as(Price::new);
  }

  private static Arbitrary<Rates> rates() {
    Arbitrary<Long> picos = Arbitraries.longs().between(0, 200_000_000);
    return Combinators.combine(picos, picos, picos, picos, picos).as(Rates::new);
  }

  @Provide
  Arbitrary<Tokens> tokens() {
    Arbitrary<Long> count = Arbitraries.longs().between(0, 300_000);
    return Combinators.combine(count, count, count, count, count).as(Tokens::new);
  }

  @Provide
  Arbitrary<Integer> more() {
    return Arbitraries.integers().between(0, 400_000);
  }

  @Provide
  Arbitrary<PricedModel> listed() {
    return Arbitraries.of(PriceList.builtIn().prices());
  }
}
