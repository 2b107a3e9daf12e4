package org.batchrunner.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.Assertions;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.ModelStub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A key that is given on the page: tested for nothing, kept, and used without a restart by hand.
 */
class KeyIT {

  private static final String KEY = "sk-given-on-the-page-0123456789";
  private static final LocatorAssertions.HasTextOptions SOON =
      new LocatorAssertions.HasTextOptions().setTimeout(60_000);

  private static final LocatorAssertions.ContainsTextOptions LONG =
      new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);

  @TempDir Path home;
  private ModelStub stub;

  @BeforeEach
  void start() {
    stub = ModelStub.start().key(KEY);
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  @Test
  void aKeyIsTestedKeptAndUsed() throws IOException {
    try (Chromium chromium = Chromium.start();
        Dashboard dashboard =
            Dashboard.start(
                Dashboard.mock(home)
                    .set("providers.openai.base-url", stub.baseUrl(Api.OPENAI).toString())
                    .set("providers.openai.models", "gpt-4o-mini"));
        Visit visit = Visit.of(chromium.browser(), dashboard.page())) {
      Page page = visit.open("#/settings/providers");
      page.locator(".keyform select").selectOption("openai");
      page.getByLabel("Key", new Page.GetByLabelOptions().setExact(true)).fill("sk-wrong");
      page.getByText("Test for free").click();
      assertThat(page.locator(".outcome")).containsText("refuses the key");
      page.getByLabel("Key", new Page.GetByLabelOptions().setExact(true)).fill(KEY);
      page.getByText("Test for free").click();
      assertThat(page.locator(".outcome")).hasClass("outcome good");
      Assertions.assertThat(home.resolve(".env")).doesNotExist();

      page.getByText("I agree that this key is kept").click();
      page.getByText("Keep this key").click();
      assertThat(page.locator("#notices")).containsText("has restarted", LONG);
      visit.forgive(); // it was gone for a while
      Assertions.assertThat(home.resolve(".env")).content().contains("OPENAI_API_KEY=" + KEY);
      Assertions.assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(".env"))))
          .isEqualTo("rw-------");

      visit.open("#/prompt");
      page.locator("textarea").first().fill("What is dew?");
      page.locator("button[type=submit]").click();
      assertThat(page.locator(".outcomebox .chip").first()).hasText("Published", SOON);
      Assertions.assertThat(stub.journal().requests()).isEqualTo(1);
      Assertions.assertThat(page.content()).doesNotContain(KEY);
      Assertions.assertThat(dashboard.program().err()).doesNotContain(KEY);
    }
  }
}
