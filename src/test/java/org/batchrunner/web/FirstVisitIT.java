package org.batchrunner.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a key: what mock mode is, a try for nothing, and errors that say what to do. */
class FirstVisitIT {

  @TempDir Path home;

  @Test
  void mockModeIsSaidAndABatchCanBeTriedForNothing() {
    try (Chromium chromium = Chromium.start();
        Dashboard dashboard = Dashboard.start(Dashboard.mock(home));
        Visit visit = Visit.of(chromium.browser(), dashboard.page())) {
      Page page = visit.open("");
      assertThat(page.locator("#mode")).hasText("Mock mode");
      assertThat(page.locator(".welcome")).containsText("begins with [mock]");
      assertThat(page.getByLabel("Key", new Page.GetByLabelOptions().setExact(true)))
          .hasAttribute("type", "password");
      assertThat(page.getByRole(AriaRole.BUTTON, JourneyIT.named("Keep this key"))).isDisabled();

      page.getByRole(AriaRole.LINK, JourneyIT.named("Drop a file")).click();
      page.setInputFiles("input[type=file] >> nth=0", Path.of("samples/meeting-recaps.tsv"));
      assertThat(page.locator(".run button")).hasText("Run 3 tasks for free");
      page.locator(".run button").click();
      assertThat(page.locator(".batch .chip"))
          .hasText("Finished", new LocatorAssertions.HasTextOptions().setTimeout(60_000));
      assertThat(page.locator(".tasks tbody tr").first()).containsText("[mock]");
    }
  }

  @Test
  void aFileThatCannotBeUsedSaysWhyAndWhereAndAnotherCanBeChosen() {
    try (Chromium chromium = Chromium.start();
        Dashboard dashboard = Dashboard.start(Dashboard.mock(home));
        Visit visit = Visit.of(chromium.browser(), dashboard.page())) {
      Page page = visit.open("#/new");
      JourneyIT.drop(page, "bad.csv", "id,task\n1,\"never closed\n2,b\n");
      assertThat(page.locator(".step p.error")).containsText("line");
      JourneyIT.drop(page, "columns.csv", "id,question\n1,What is dew?\n");
      assertThat(page.locator(".step").last()).containsText("Choose the column");
      page.getByLabel("Column that holds the task").selectOption("question");
      assertThat(page.locator(".run button")).hasText("Run 1 task for free");
      assertThat(page.locator(".previews")).containsText("What is dew?");

      // A value that is not allowed stands at its field.
      page.getByLabel("Cap of a task, dollars").fill("-1");
      page.getByLabel("Cap of a task, dollars").blur();
      assertThat(page.locator(".field .error:visible")).containsText("per-run-cap");
      assertThat(page.locator(".run button")).isDisabled();
      visit.forgive();

      visit.open("#/batch/nobody");
      assertThat(page.locator("h1")).hasText("Not found");
      assertThat(page.locator(".empty")).containsText("nobody");
      visit.forgive();
    }
  }

  @Test
  void optionsAreSavedAsATemplateAndDefaultsAreKept() {
    try (Chromium chromium = Chromium.start();
        Dashboard dashboard = Dashboard.start(Dashboard.mock(home));
        Visit visit = Visit.of(chromium.browser(), dashboard.page())) {
      Page page = visit.open("#/new");
      JourneyIT.drop(page, "one.txt", "What is dew?\n");
      page.getByLabel("Cap of the batch, dollars").fill("2.5");
      page.getByRole(AriaRole.BUTTON, JourneyIT.named("Save as template")).click();
      page.locator("dialog").getByLabel("Name").fill("weekly");
      page.locator("dialog button[type=submit]").click();
      assertThat(page.locator("dialog")).hasCount(0);
      Assertions.assertThat(home.resolve("templates/weekly.yaml")).content().contains("2.5");

      visit.open("#/prompt");
      page.locator("summary").filter(JourneyIT.text("^Options")).click();
      page.locator(".pick").filter(JourneyIT.text("weekly")).click();

      visit.open("#/settings/defaults");
      page.getByLabel("Cap of the batch, dollars").fill("3");
      page.getByRole(AriaRole.BUTTON, JourneyIT.named("Save the defaults")).click();
      assertThat(page.locator(".notice").filter(JourneyIT.text("defaults"))).isVisible();
      visit.open("#/new");
      JourneyIT.drop(page, "one.txt", "What is dew?\n");
      assertThat(page.getByLabel("Cap of the batch, dollars")).hasValue("3.00");
    }
  }
}
