package org.batchrunner.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.batchrunner.stub.ModelStub;
import org.batchrunner.stub.Reaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What models and files say is text, whatever it looks like. */
class HostileIT {

  private static final String SCRIPT =
      "</script><script>document.title='owned';alert(1)</script>"
          + "<img src=x onerror=\"document.title='owned'\"><svg onload=alert(2)>"
          + "<a href=\"javascript:alert(3)\">a</a><iframe src=\"https://example.com\"></iframe>"
          + "<style>*{display:none}</style>{{constructor}}${alert(4)}";

  @TempDir Path home;
  private ModelStub stub;
  private Chromium chromium;

  @BeforeEach
  void start() {
    stub = ModelStub.start().script(request -> Reaction.answer("Answer: " + SCRIPT));
    chromium = Chromium.start();
  }

  @AfterEach
  void stop() {
    chromium.close();
    stub.close();
  }

  @Test
  void aHostileAnswerIsShownAndDoesNothing() {
    try (Dashboard dashboard =
            Dashboard.start(
                Dashboard.workplace(home, stub).set("defaults.debaters", "openai/gpt-4o-mini"));
        Visit visit = Visit.of(chromium.browser(), dashboard.page())) {
      dashboard
          .workplace()
          .drop(
              "<b>x.csv",
              "id,task,<u>column</u>\n<i>1</i>,\"Say "
                  + SCRIPT.replace("\"", "\"\"")
                  + "\",<s>cell</s>\n");
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> dashboard.workplace().reported(1));
      Page page = visit.open("");
      String foreign =
          "main :is(script, iframe, img, svg:not(.icon), style, u, s, i, b:not(.pick b))";
      assertThat(page.locator("tbody tr")).hasCount(1);
      assertThat(page.locator(foreign)).hasCount(0);
      page.locator("tbody tr a").click();
      assertThat(page.locator(".tasks tbody tr")).containsText("document.title='owned'");
      assertThat(page.locator(foreign)).hasCount(0);
      page.locator(".tasks tbody tr a").click();
      assertThat(page.locator(".answer .text")).hasText("Answer: " + SCRIPT);
      assertThat(page.locator(foreign)).hasCount(0);
      assertThat(page.locator("main a[href^=javascript]")).hasCount(0);
      Assertions.assertThat(page.title()).doesNotContain("owned");
    }
  }
}
