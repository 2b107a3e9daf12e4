package org.batchrunner.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.batchrunner.stub.Delivery;
import org.batchrunner.stub.ModelStub;
import org.batchrunner.stub.Reaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The button "Money at risk": what lost calls may have cost is shown, and given back by hand. */
class MoneyAtRiskIT {

  private static final String THREE =
      "id,task\nfirst,Name a tree\nsecond,Name a bird\nthird,Name a fish\n";
  private static final LocatorAssertions.HasTextOptions SOON =
      new LocatorAssertions.HasTextOptions().setTimeout(60_000);

  @TempDir Path home;
  private ModelStub stub;
  private Chromium chromium;
  private Dashboard dashboard;

  /** The connection drops after each request is read, so that its cost stays unknown. */
  @BeforeEach
  void start() {
    stub = ModelStub.start().script(request -> Reaction.answer().delivered(Delivery.RESET));
    chromium = Chromium.start();
    dashboard =
        Dashboard.start(
            Dashboard.workplace(home, stub)
                .set("defaults.debaters", "openai/gpt-4o-mini")
                .set("defaults.max-attempts", "1"));
  }

  @AfterEach
  void stop() {
    dashboard.close();
    chromium.close();
    stub.close();
  }

  @Test
  void theChosenCallsAreReleasedAndTheRestStaysAtRisk() {
    try (Visit visit = Visit.of(chromium.browser(), dashboard.page())) {
      Page page = openLostBatch(visit);
      Locator risk = fact(page, "May have been billed");
      assertThat(risk).not().hasText("$0.00");
      String before = risk.innerText();

      Locator dialog = pressMoneyAtRisk(page);
      assertThat(dialog).containsText("3 calls are at risk");
      assertThat(dialog).containsText("Check the provider's bill first");
      assertThat(dialog).containsText("the request was sent, but no response was received");
      assertThat(dialog).containsText("is never. If you release calls, it changes to by-hand");
      assertThat(dialog.locator("tbody tr")).hasCount(3);

      release(dialog);
      assertThat(dialog.getByRole(AriaRole.ALERT)).hasText("Choose the calls to release.");
      dialog.getByLabel("Release call 1.1 of task first").check();
      release(dialog);
      assertThat(dialog).hasCount(0);
      assertThat(page.locator("#notices")).containsText("1 call released");
      assertThat(risk).not().hasText(before);
      assertThat(risk).not().hasText("$0.00");
      String left = risk.innerText();
      assertThat(fact(page, "Spent")).hasText(left);

      page.reload();
      pressMoneyAtRisk(page);
      assertThat(dialog).containsText("2 calls are at risk");
      assertThat(dialog).containsText("Released before: 1 call");
      assertThat(dialog).not().containsText("by-hand");
      dialog.getByLabel("All calls").check();
      release(dialog);
      assertThat(dialog).hasCount(0);
      assertThat(page.locator("#notices")).containsText("2 calls released");
      assertThat(risk).hasText("$0.00");
      assertThat(fact(page, "Spent")).hasText("$0.00");
      assertThat(button(page)).isHidden();
    }
  }

  @Test
  void whatAnotherWindowHasReleasedIsSaidAndTheListIsBroughtUpToDate() {
    try (Visit visit = Visit.of(chromium.browser(), dashboard.page())) {
      Page page = openLostBatch(visit);
      Locator dialog = pressMoneyAtRisk(page);
      dialog.getByLabel("Release call 1.1 of task first").check();
      dialog.getByLabel("Release call 2.1 of task second").check();
      api("PATCH", "/options", Map.of("release", "by-hand"));
      api("POST", "/release", Map.of("calls", new String[] {"1.1"}));

      release(dialog);
      assertThat(dialog.getByRole(AriaRole.ALERT)).containsText("call 1.1 was released before");
      assertThat(dialog.locator("tbody tr")).hasCount(2);
      assertThat(dialog).containsText("2 calls are at risk");
      assertThat(dialog.getByLabel("Release call 2.1 of task second")).isChecked();
      visit.forgive();
      release(dialog);
      assertThat(page.locator("#notices")).containsText("1 call released");

      // The button of a page that does not know yet that nothing is at risk any more.
      dialog = pressMoneyAtRisk(page);
      api("POST", "/release", Map.of("all", true));
      dialog.getByLabel("All calls").check();
      release(dialog);
      assertThat(dialog.getByRole(AriaRole.ALERT)).containsText("call 3.1 was released before");
      assertThat(dialog.locator("tbody tr")).hasCount(0);
      visit.forgive();
    }
  }

  @Test
  void aListThatCannotBeReadIsReported() {
    try (Visit visit = Visit.of(chromium.browser(), dashboard.page())) {
      Page page = openLostBatch(visit);
      page.route(Pattern.compile("/at-risk$"), route -> route.abort());
      button(page).click();
      assertThat(page.locator("#notices").getByRole(AriaRole.ALERT))
          .containsText("The program can't be reached");
      assertThat(page.locator("dialog")).hasCount(0);
      visit.forgive();
    }
  }

  /** The page of a batch whose three calls were lost. */
  private Page openLostBatch(Visit visit) {
    dashboard.workplace().drop("lost.csv", THREE);
    Page page = visit.open("#/history");
    org.awaitility.Awaitility.await()
        .atMost(java.time.Duration.ofMinutes(1))
        .until(() -> dashboard.workplace().reported(1));
    visit.open("#/batch/" + batch());
    assertThat(page.locator(".onebatch .chip").first()).hasText("Finished", SOON);
    return page;
  }

  private String batch() {
    return String.valueOf(dashboard.workplace().batches().get(0).getFileName());
  }

  private void api(String method, String path, Map<String, ?> body) {
    URI page = dashboard.page();
    Assertions.assertThat(
            new Client(page).send(method, "/api/batches/" + batch() + path, body).status())
        .isEqualTo(200);
  }

  private static Locator fact(Page page, String name) {
    return page.locator(".onebatch .numbers .facts > div")
        .filter(new Locator.FilterOptions().setHas(page.locator("dt", exactly(name))))
        .locator("dd");
  }

  private static Page.LocatorOptions exactly(String text) {
    return new Page.LocatorOptions().setHasText(Pattern.compile("^" + text + "$"));
  }

  private static Locator button(Page page) {
    return page.locator(".onebatch .controls button").filter(JourneyIT.text("^Money at risk$"));
  }

  private static Locator pressMoneyAtRisk(Page page) {
    button(page).click();
    Locator dialog = page.locator("dialog");
    assertThat(dialog).isVisible();
    return dialog;
  }

  private static void release(Locator dialog) {
    dialog
        .getByRole(
            AriaRole.BUTTON,
            new Locator.GetByRoleOptions().setName("Release the chosen calls").setExact(true))
        .click();
  }
}
