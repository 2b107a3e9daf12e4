package org.batchrunner.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.batchrunner.harness.TaskFiles;
import org.batchrunner.stub.ModelStub;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every page: on every screen, in both colours, by keyboard, and for ears. */
class AccessIT {

  private static final String CHECKS = "/web/access.js";

  @TempDir static Path home;
  private static ModelStub stub;
  private static Dashboard dashboard;
  private static Chromium chromium;
  private static String batch;

  @BeforeAll
  static void start() {
    stub = ModelStub.start().script(new Writers());
    dashboard = Dashboard.start(Dashboard.workplace(home, stub));
    chromium = Chromium.start();
    dashboard.workplace().drop("brief.csv", TaskFiles.csv("a-rather-long-name-of-a-thing", 12));
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> dashboard.workplace().reported(1));
    batch = String.valueOf(dashboard.workplace().batches().get(0).getFileName());
  }

  @AfterAll
  static void stop() {
    chromium.close();
    dashboard.close();
    stub.close();
  }

  private static List<String> routes() {
    List<String> routes = new ArrayList<>(List.of("", "#/new", "#/prompt", "#/history"));
    for (String part : List.of("", "/charts", "/files", "/options", "/summary", "/task/1")) {
      routes.add("#/batch/" + batch + part);
    }
    for (String part : List.of("providers", "defaults", "templates", "prices", "all")) {
      routes.add("#/settings/" + part);
    }
    routes.add("#/compare?a=%s&b=%s".formatted(batch, batch));
    return routes;
  }

  @Test
  void noPageIsWiderThanItsScreen() {
    SoftAssertions all = new SoftAssertions();
    for (int width : List.of(360, 768, 1280, 2560)) {
      try (Visit visit =
          Visit.of(chromium.browser(), dashboard.page(), width, 740, ColorScheme.LIGHT)) {
        for (String route : routes()) {
          visit.open(route);
          all.assertThat(visit.overflow()).as("%s at %d px", route, width).isZero();
        }
      }
    }
    all.assertAll();
  }

  /** Names for all controls, headings in order, landmarks, and text that can be read. */
  @Test
  void everyPageCanBeReadAndNamed() throws Exception {
    String checks;
    try (var in = AccessIT.class.getResourceAsStream(CHECKS)) {
      checks = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
    SoftAssertions all = new SoftAssertions();
    for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      try (Visit visit = Visit.of(chromium.browser(), dashboard.page(), 1280, 900, colours)) {
        for (String route : routes()) {
          Page page = visit.open(route);
          page.evaluate(
              "document.querySelectorAll('details').forEach(part => { part.open = true; })");
          all.assertThat((List<?>) page.evaluate(checks)).as("%s, %s", route, colours).isEmpty();
        }
      }
    }
    all.assertAll();
  }

  /** What a screen reader is told on the main page. */
  @Test
  void theMainPageAsEarsHaveIt() throws Exception {
    try (Visit visit = Visit.of(chromium.browser(), dashboard.page())) {
      Page page = visit.open("");
      assertThat(page.locator("tbody tr").filter(JourneyIT.text("^brief-"))).isVisible();
      Files.writeString(
          Files.createDirectories(Path.of("target")).resolve("main-page.aria.yaml"),
          page.locator("body").ariaSnapshot());
      assertThat(page.locator("body"))
          .matchesAriaSnapshot(
              """
              - link "Skip to the content"
              - banner:
                - link "Batch Runner, all batches"
                - navigation "Main":
                  - list:
                    - listitem:
                      - link "Batches"
                    - listitem:
                      - link "New batch"
                    - listitem:
                      - link "One prompt"
                    - listitem:
                      - link "History"
                    - listitem:
                      - link "Settings"
                - button "Dark colours"
                - button "Log out"
              - main:
                - heading "Batches" [level=1]
                - link "New batch"
                - paragraph: /Nothing is running. .*/
                - region "Ended":
                  - heading "Ended" [level=2]
                  - link "Search and compare all batches"
                  - region "Ended":
                    - table:
                      - rowgroup:
                        - row "Batch State Done Spent Ended"
                      - rowgroup:
                        - row /brief-\\d+-\\d+ Finished 12 of 12 .*/:
                          - rowheader /brief-\\d+-\\d+/
              - contentinfo
              """);
    }
  }

  @Test
  void theWholeWayByKeyboardAlone() {
    try (Visit visit = Visit.of(chromium.browser(), dashboard.page())) {
      Page page = visit.open("");
      page.keyboard().press("Tab");
      assertThat(page.locator(".skip")).isFocused();
      page.keyboard().press("Enter");
      assertThat(page.locator("main")).isFocused();
      tabTo(page, "New batch");
      page.keyboard().press("Enter");
      assertThat(page.locator("h1")).hasText("New batch");
      assertThat(page.locator("h1")).isFocused();
      page.keyboard().press("Tab");
      page.waitForFileChooser(() -> page.keyboard().press("Space"))
          .setFiles(Path.of("samples/ideas.txt"));
      assertThat(page.locator(".run button")).isEnabled();
      tabTo(page, "Run ");
      page.keyboard().press("Enter");
      assertThat(page.locator("h1.name")).isFocused();
      assertThat(page.locator(".batch .chip"))
          .hasText(
              "Finished",
              new com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions()
                  .setTimeout(60_000));
      assertThat(page.locator(".tasks tbody tr").first()).isVisible();
      String task = page.locator(".tasks tbody tr a").first().innerText();
      tabTo(page, task.substring(0, 12));
      page.keyboard().press("Enter");
      assertThat(page.locator("h1")).hasText("Task 1");
      assertThat(page.locator("h1")).isFocused();
      assertThat(page.locator(".answer .text")).isVisible();
    }
  }

  @Test
  void loggingOutByKeyboardEndsTheSessionInEveryWindow() {
    try (Visit visit = Visit.of(chromium.browser(), dashboard.page())) {
      Page page = visit.open("");
      Page other = page.context().newPage();
      other.navigate(dashboard.page().resolve("/#/history").toString());
      assertThat(other.locator("tbody tr").first()).isVisible();

      tabTo(page, "Log out");
      page.keyboard().press("Enter");
      assertThat(page.locator("dialog")).containsText("To log in again you need the token");
      page.keyboard().press("Escape");
      assertThat(page.locator("dialog")).hasCount(0);
      assertThat(page.locator("#logout")).isFocused();
      page.keyboard().press("Enter");
      page.keyboard().press("Enter");
      for (Page window : List.of(page, other)) {
        assertThat(window.locator("h1")).hasText("You are not logged in");
        assertThat(window.locator("#logout")).isHidden();
        assertThat(window.locator("body")).not().containsText(batch);
        assertThat(window.locator("body")).not().containsText(home.toString());
      }
      assertThat(page.locator("h1")).isFocused();
      Object status = page.evaluate("() => fetch('/api/status').then(answer => answer.status)");
      assertThat(status).isEqualTo(401);

      page.keyboard().press("Tab");
      page.keyboard().press("Enter");
      page.locator("dialog").getByLabel("Token").fill("a-wrong-token");
      page.keyboard().press("Enter");
      assertThat(page.locator("dialog .error")).containsText("not the token of this program");
      page.locator("dialog").getByLabel("Token").fill(Client.tokenOf(dashboard.page()));
      page.keyboard().press("Enter");
      assertThat(page.locator("h1")).hasText("Batches");
      assertThat(page.locator("#logout")).isVisible();
      visit.forgive(); // 401 is an error in the console
    }
  }

  @Test
  void withoutATokenNobodyIsLoggedIn(@TempDir Path other) {
    try (Dashboard open = Dashboard.start(Dashboard.mock(other).set("web.token", "none"));
        Visit visit = Visit.of(chromium.browser(), open.page())) {
      Page page = visit.open("");
      assertThat(page.locator("#about")).containsText("HTTP API");
      visit.open("#/settings/all");
      assertThat(page.locator("tbody tr").first()).isVisible();
      assertThat(page.locator("#logout")).isHidden();
    }
  }

  /** Presses Tab until something whose name begins so has the focus, and can be seen to have it. */
  private static void tabTo(Page page, String name) {
    for (int press = 0; press < 120; press++) {
      page.keyboard().press("Tab");
      String focused =
          String.valueOf(
              page.evaluate(
                  "() => { const e = document.activeElement; return e.getAttribute('aria-label')"
                      + " ?? e.innerText ?? ''; }"));
      if (focused.startsWith(name)) {
        Object outline =
            page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle");
        assertThat(outline).as("the outline of " + name).isNotEqualTo("none");
        return;
      }
    }
    throw new AssertionError("Tab does not come to " + name);
  }
}
