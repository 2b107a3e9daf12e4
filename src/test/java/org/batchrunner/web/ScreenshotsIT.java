package org.batchrunner.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.batchrunner.files.FileTree;
import org.batchrunner.harness.Workplace;
import org.batchrunner.stub.ModelStub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Takes the pictures of the documentation: real pages, with the data of the samples. */
@Tag("screenshots")
class ScreenshotsIT {

  private static final Path IMAGES =
      Path.of(System.getProperty("batch-runner.images", "docs/images"));
  private static final int LARGEST = 300_000;

  /** Pages show it. */
  private final Path home = Path.of(System.getProperty("java.io.tmpdir"), "batch-runner");

  private ModelStub stub;
  private Chromium chromium;

  @BeforeEach
  void start() throws IOException {
    clear();
    stub = ModelStub.start().script(new Writers());
    chromium = Chromium.start();
  }

  @AfterEach
  void stop() throws IOException {
    chromium.close();
    stub.close();
    clear();
  }

  private void clear() throws IOException {
    if (Files.exists(home)) {
      FileTree.delete(home);
    }
  }

  @Test
  void pages() throws IOException {
    Workplace workplace = Dashboard.workplace(home, stub);
    try (Dashboard dashboard = Dashboard.start(workplace)) {
      copyCorpus(workplace);
      for (String name : new String[] {"grounded-questions", "sales-emails"}) {
        workplace.drop(name + ".yaml", sample(name + ".yaml"));
        workplace.drop(name + ".csv", sample(name + ".csv"));
      }
      workplace.drop("school-briefs.csv", sample("school-briefs.csv"));
      reported(workplace, 3);
      workplace.drop("school-briefs-warm.yaml", "temperature: 0.9\n");
      workplace.drop("school-briefs-warm.csv", sample("school-briefs.csv"));
      reported(workplace, 4);
      String briefs = batch(workplace, "school-briefs-2");
      String warm = batch(workplace, "school-briefs-warm-2");
      String grounded = batch(workplace, "grounded-questions-2");
      stub.latency(Duration.ofMillis(700));
      workplace.drop("prompts-2024.csv", sample("prompts-2024.csv"));
      for (ColorScheme colours : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
        try (Visit visit = Visit.of(chromium.browser(), dashboard.page(), 1280, 800, colours)) {
          Page page = visit.open("");
          assertThat(page.locator("article.batch"))
              .containsText(
                  "of 171", new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
          Awaitility.await()
              .atMost(Duration.ofMinutes(2))
              .until(
                  () ->
                      page.locator(".batch .under")
                          .first()
                          .innerText()
                          .matches("(?s)[3-9]\\d of.*|1\\d\\d of.*"));
          take(page, "batches", colours, false);
          visit.open("#/batch/" + batch(workplace, "prompts-2024-2"));
          page.locator(".tasks tbody tr").first().waitFor();
          take(page, "batch", colours, false);
          visit.open("#/batch/" + batch(workplace, "prompts-2024-2") + "/charts");
          page.waitForTimeout(1500);
          take(page, "charts", colours, false);
        }
      }
      try (Visit visit = Visit.of(chromium.browser(), dashboard.page())) {
        Page page = visit.open("#/batch/" + briefs + "/task/1");
        take(page, "task", ColorScheme.LIGHT, true);
        visit.open("#/batch/" + grounded + "/task/1");
        page.locator(".citations summary").first().click();
        page.locator(".citations mark").first().waitFor();
        take(page, "citations", ColorScheme.LIGHT, true);
        visit.open("#/compare?a=%s&b=%s".formatted(briefs, warm));
        take(page, "compare", ColorScheme.LIGHT, false);
        visit.open("#/settings/providers");
        take(page, "settings", ColorScheme.LIGHT, false);
        visit.open("#/new");
        page.setInputFiles("input[type=file] >> nth=0", Path.of("samples/meeting-recaps.tsv"));
        assertThat(page.locator(".run button")).isEnabled();
        page.evaluate("scrollTo(0, 0)");
        take(page, "new", ColorScheme.LIGHT, false);
        page.locator(".step").last().scrollIntoViewIfNeeded();
        take(page, "plan", ColorScheme.LIGHT, false);
      }
      try (Visit visit =
          Visit.of(chromium.browser(), dashboard.page(), 360, 740, ColorScheme.DARK)) {
        Page page = visit.open("");
        page.locator("article.batch").waitFor();
        take(page, "phone", ColorScheme.LIGHT, false);
      }
    }
  }

  @Test
  void theFirstVisit() throws IOException {
    try (Dashboard dashboard = Dashboard.start(Dashboard.mock(home));
        Visit visit = Visit.of(chromium.browser(), dashboard.page())) {
      Page page = visit.open("");
      page.locator(".welcome").waitFor();
      take(page, "welcome", ColorScheme.LIGHT, false);
    }
  }

  private static void copyCorpus(Workplace workplace) throws IOException {
    Path target = Files.createDirectories(workplace.inbox().resolve("grounded-questions.corpus"));
    try (var documents = Files.list(Path.of("samples/grounded-questions.corpus"))) {
      for (Path document : documents.toList()) {
        Files.copy(document, target.resolve(document.getFileName()));
      }
    }
  }

  private static String sample(String name) throws IOException {
    return Files.readString(Path.of("samples", name));
  }

  private static void reported(Workplace workplace, int count) {
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> workplace.reported(count));
  }

  private static String batch(Workplace workplace, String beginning) {
    return workplace.batches().stream()
        .map(folder -> String.valueOf(folder.getFileName()))
        .filter(name -> name.startsWith(beginning))
        .findFirst()
        .orElseThrow();
  }

  private static void take(Page page, String name, ColorScheme colours, boolean whole)
      throws IOException {
    Path image = IMAGES.resolve(name + (colours == ColorScheme.DARK ? "-dark" : "") + ".png");
    Files.createDirectories(IMAGES);
    if (whole) {
      page.evaluate("scrollTo(0, 0)"); // the bar at the top goes with it
    }
    page.screenshot(new Page.ScreenshotOptions().setFullPage(whole).setPath(image));
    Assertions.assertThat(Files.size(image)).as(image + ", bytes").isLessThan(LARGEST);
  }
}
