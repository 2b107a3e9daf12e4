package org.batchrunner.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.batchrunner.stub.ModelStub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of the person with the spreadsheet: drop it, look at the cost, run, read the report. */
class JourneyIT {

  private static final Path SAMPLE = Path.of("samples/school-briefs.csv");
  private static final LocatorAssertions.IsVisibleOptions PATIENT =
      new LocatorAssertions.IsVisibleOptions().setTimeout(60_000);

  @TempDir Path home;
  private ModelStub stub;
  private Chromium chromium;

  @BeforeEach
  void start() {
    stub = ModelStub.start().latency(Duration.ofMillis(60)).script(new Writers());
    chromium = Chromium.start();
  }

  @AfterEach
  void stop() {
    chromium.close();
    stub.close();
  }

  @Test
  void fromDroppingAFileToReadingTheReport() throws IOException {
    try (Dashboard dashboard = Dashboard.start(Dashboard.workplace(home, stub));
        Visit visit = Visit.of(chromium.browser(), dashboard.page())) {
      Steps steps = new Steps();
      Page page = visit.open("");
      steps.done("the main page is there");

      drop(page, "school-briefs.csv", Files.readString(SAMPLE));
      Locator run = page.getByRole(AriaRole.BUTTON).filter(text("Run 6 tasks, up to \\$"));
      assertThat(run).isVisible(PATIENT);
      assertThat(run).isEnabled();
      assertThat(page.locator(".previews li")).hasCount(5);
      assertThat(page.locator(".previews li").first()).containsText("why honey bees dance");
      assertThat(page.locator(".plan")).containsText("Every task fits the cap");
      Assertions.assertThat(stub.journal().requests()).as("calls before Run").isZero();
      steps.done("the plan is there, nothing is asked");

      page.getByLabel("Cap of the batch, dollars").fill("2");
      page.getByLabel("Cap of the batch, dollars").blur();
      assertThat(page.locator(".plan .facts")).containsText("$2.00");
      assertThat(run).isEnabled();
      steps.done("another cap, the plan anew");

      run.click();
      assertThat(page).hasURL(Pattern.compile("#/batch/school-briefs-\\d{8}-\\d{6}$"));
      assertThat(page.locator(".batch .chip").filter(text("Finished"))).isVisible(PATIENT);
      assertThat(page.locator(".batch")).containsText("6 of 6 tasks done");
      assertThat(page.locator(".batch")).containsText("of $2.00 spent");
      steps.done("the batch has run");

      page.getByRole(AriaRole.LINK, named("Downloads")).click();
      Download download =
          page.waitForDownload(
              () ->
                  page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("results.csv"))
                      .click());
      Path outbox = dashboard.workplace().batches().get(0);
      Assertions.assertThat(Files.readString(download.path()))
          .isEqualTo(Files.readString(outbox.resolve("results.csv")));
      assertThat(page.getByRole(AriaRole.LINK, named("results.xlsx"))).isVisible();
      steps.done("the report is downloaded");

      page.getByRole(AriaRole.LINK, named("Tasks")).click();
      assertThat(page.locator(".tasks tbody tr")).hasCount(6);
      page.locator(".tasks tbody tr").first().getByRole(AriaRole.LINK).click();
      assertThat(page.locator("h1")).containsText("Task 1");
      assertThat(page.locator(".answer .text")).containsText("waggle");
      assertThat(page.locator(".draft")).hasCount(2);
      assertThat(page.locator(".draft.chosen")).hasCount(1);
      assertThat(page.locator(".draft.chosen .scores")).containsText("of 10");
      assertThat(page.locator(".draft.chosen .why")).containsText("The judge:");
      assertThat(page.locator("table tbody tr")).hasCount(3);
      steps.done("an answer is read, with its drafts, scores and cost");
      steps.print();
    }
  }

  @Test
  void twoBatchesAreComparedWordByWord() throws IOException {
    try (Dashboard dashboard = Dashboard.start(Dashboard.workplace(home, stub));
        Visit visit = Visit.of(chromium.browser(), dashboard.page())) {
      Page page = visit.page();
      dashboard.workplace().drop("tides.txt", "Explain tides in five sentences\nExplain dew\n");
      dashboard.workplace().drop("warm.yaml", "temperature: 0.9\n");
      dashboard.workplace().drop("warm.txt", "Explain tides in five sentences\nExplain dew\n");
      visit.open("#/history");
      org.awaitility.Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> dashboard.workplace().reported(2));
      visit.open("#/history?state=finished");
      assertThat(page.locator("tbody tr")).hasCount(2);
      page.locator("tbody input[type=checkbox]").nth(0).check();
      page.locator("tbody input[type=checkbox]").nth(1).check();
      page.getByRole(AriaRole.BUTTON, named("Compare two")).click();
      assertThat(page.locator(".pairsof > li")).hasCount(2);
      assertThat(page.locator(".pairsof ins").first()).isVisible();
      assertThat(page.locator(".pairsof del").first()).isVisible();
    }
  }

  @Test
  void onePromptIsABatchOfOne() {
    try (Dashboard dashboard = Dashboard.start(Dashboard.workplace(home, stub));
        Visit visit = Visit.of(chromium.browser(), dashboard.page())) {
      Page page = visit.open("#/prompt");
      page.getByLabel("Prompt", new Page.GetByLabelOptions().setExact(true))
          .fill("Explain why honey bees dance");
      page.getByRole(AriaRole.BUTTON, named("Run")).click();
      assertThat(page.locator(".answer .text")).isVisible(PATIENT);
      assertThat(page.locator(".answer .text")).containsText("waggle");
      assertThat(page.locator(".draft")).hasCount(2);
    }
  }

  /** As a file that is dragged from a folder. */
  static void drop(Page page, String name, String text) {
    JSHandle files =
        page.evaluateHandle(
            "([name, text]) => { const data = new DataTransfer();"
                + " data.items.add(new File([text], name, {type: 'text/csv'})); return data; }",
            new Object[] {name, text});
    page.locator("main").dispatchEvent("drop", Map.of("dataTransfer", files));
  }

  static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  static Locator.FilterOptions text(String pattern) {
    return new Locator.FilterOptions().setHasText(Pattern.compile(pattern));
  }
}
