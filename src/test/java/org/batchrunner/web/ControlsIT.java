package org.batchrunner.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.batchrunner.harness.TaskFiles;
import org.batchrunner.stub.ModelStub;
import org.batchrunner.stub.Reaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Watching a batch, and having a hand in it. */
class ControlsIT {

  private static final int TASKS = 60;
  private static final double PATIENCE_MS = 60_000;

  @TempDir Path home;
  private final AtomicBoolean broken = new AtomicBoolean(true);
  private ModelStub stub;
  private Chromium chromium;

  @BeforeEach
  void start() {
    stub =
        ModelStub.start()
            .latency(Duration.ofMillis(150))
            .script(
                request ->
                    broken.get() && request.user().contains("thing 7 of")
                        ? Reaction.error(400, "invalid_request_error", "This one is refused.")
                        : null);
    chromium = Chromium.start();
  }

  @AfterEach
  void stop() {
    chromium.close();
    stub.close();
  }

  @Test
  void progressComesByItselfAndEachControlSaysWhatItDoes() {
    try (Dashboard dashboard =
            Dashboard.start(
                Dashboard.workplace(home, stub)
                    .set("defaults.debaters", "openai/gpt-4o-mini")
                    .set("defaults.concurrency", "2"));
        Visit visit = Visit.of(chromium.browser(), dashboard.page())) {
      Page page = visit.open("");
      dashboard.workplace().drop("live.csv", TaskFiles.csv("live", TASKS));

      // The list, by itself.
      Locator card = page.locator("article.batch");
      assertThat(card).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS));
      int first = done(card, 1);
      int second = done(card, first + 1);
      Assertions.assertThat(second).isGreaterThan(first);
      card.getByRole(AriaRole.LINK).first().click();
      Locator head = page.locator(".onebatch .batch");
      done(head, second);
      assertThat(page.locator(".tasks tbody tr").first()).isVisible();

      // Pause.
      press(page, "Pause");
      assertThat(page.locator("dialog")).containsText("No more tasks start");
      confirm(page, "Pause");
      assertThat(head.locator(".chip"))
          .hasText("Paused", new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MS));
      Awaitility.await().until(() -> stub.journal().inFlight() == 0);
      int requests = stub.journal().requests();

      // Raise the cap.
      press(page, "Raise the cap");
      page.locator("dialog").getByLabel("Cap of the batch, dollars").fill("7.5");
      confirm(page, "Change");
      assertThat(head).containsText("of $7.50 spent");
      Assertions.assertThat(stub.journal().requests()).as("calls in the pause").isEqualTo(requests);

      // Resume, to the end.
      press(page, "Resume");
      assertThat(page.locator("dialog")).containsText("not done yet and will run now");
      confirm(page, "Resume");
      assertThat(head.locator(".chip"))
          .hasText("Finished", new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MS));
      assertThat(head).containsText("60 of 60 tasks done · 1 failed");
      assertThat(page.locator("#announcer")).containsText("finished");

      // The one that failed, again.
      page.getByLabel("Status").selectOption("failed");
      assertThat(page.locator(".tasks tbody tr")).hasCount(1);
      broken.set(false);
      press(page, "Retry failed");
      assertThat(page.locator("dialog")).containsText("1 failed");
      assertThat(page.locator("dialog")).containsText("The batch keeps its budget");
      confirm(page, "Retry");
      assertThat(head)
          .containsText(
              Pattern.compile("60 of 60 tasks done$|60 of 60 tasks done\\$"),
              new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MS));
      assertThat(head.locator(".chip"))
          .hasText("Finished", new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MS));
      Assertions.assertThat(stub.journal().requests()).isEqualTo(TASKS + 1);
    }
  }

  @Test
  void aCancelledBatchSaysSoAndCanBeRunAgain() {
    try (Dashboard dashboard =
            Dashboard.start(
                Dashboard.workplace(home, stub)
                    .set("defaults.debaters", "openai/gpt-4o-mini")
                    .set("defaults.concurrency", "1"));
        Visit visit = Visit.of(chromium.browser(), dashboard.page())) {
      dashboard.workplace().drop("long.csv", TaskFiles.csv("long", TASKS));
      Page page = visit.open("");
      Locator card = page.locator("article.batch");
      done(card, 1);
      press(page, "Cancel");
      assertThat(page.locator("dialog")).containsText("You can run the rest again later");
      page.keyboard().press("Escape");
      assertThat(page.locator("dialog")).hasCount(0);
      press(page, "Cancel");
      confirm(page, "Cancel the batch");
      assertThat(page.locator("tbody tr .chip"))
          .hasText("Cancelled", new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MS));
    }
  }

  /** How many are done, once it is so many. */
  private static int done(Locator batch, int least) {
    Awaitility.await("%d done".formatted(least))
        .atMost(Duration.ofMinutes(1))
        .until(() -> count(batch) >= least);
    return count(batch);
  }

  private static int count(Locator batch) {
    var said = Pattern.compile("(\\d+) of 60 tasks done").matcher(batch.innerText());
    return said.find() ? Integer.parseInt(said.group(1)) : 0;
  }

  private static void press(Page page, String word) {
    page.locator(".controls button:visible")
        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + word + "$")))
        .click();
  }

  private static void confirm(Page page, String word) {
    page.locator("dialog")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(word).setExact(true))
        .click();
    assertThat(page.locator("dialog")).hasCount(0);
  }
}
