package org.batchrunner.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A user at the dashboard. At the end nothing must have gone wrong unseen: no error in the console,
 * no violation of the content security policy, no dialog, no request to anyone but the program.
 */
final class Visit implements AutoCloseable {

  static final int USUAL_WIDTH = 1280;

  private final URI home;
  private final URI entrance;
  private final BrowserContext context;
  private final Page page;
  private boolean entered;
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> strangers = new CopyOnWriteArrayList<>();

  private Visit(URI home, BrowserContext context) {
    this.home = home.resolve("/");
    this.entrance = home;
    this.context = context;
    context.addInitScript(
        "addEventListener('securitypolicyviolation', e => console.error('CSP: ' +"
            + " e.violatedDirective + ' ' + e.blockedURI));");
    this.page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.text() + " " + message.location());
          }
        });
    page.onPageError(complaints::add);
    page.onDialog(
        dialog -> {
          complaints.add("a dialog: " + dialog.message());
          dialog.dismiss();
        });
    page.onRequest(
        request -> {
          URI target = URI.create(request.url().replaceAll("[?#].*", ""));
          if (!"data".equals(target.getScheme())
              && !"blob".equals(target.getScheme())
              && !(home.getAuthority().equals(target.getAuthority()))) {
            strangers.add(request.url());
          }
        });
  }

  static Visit of(Browser browser, URI home) {
    return of(browser, home, USUAL_WIDTH, 900, ColorScheme.LIGHT);
  }

  static Visit of(Browser browser, URI home, int width, int height, ColorScheme colours) {
    return new Visit(
        home,
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(colours)
                .setLocale("en-GB")
                .setTimezoneId("Europe/Berlin")));
  }

  Page page() {
    return page;
  }

  /**
   * Opens a page of the dashboard.
   *
   * @param route such as {@code #/new}; empty for the main page
   */
  Page open(String route) {
    if (entered) {
      page.navigate(home + route);
    } else {
      page.navigate(entrance + route);
      entered = true;
      assertThat(page.url()).as("the token leaves the address bar").isEqualTo(home + route);
    }
    page.locator("main[data-route='%s'] h1".formatted(route)).first().waitFor();
    return page;
  }

  /** Whether the page is wider than the screen. */
  int overflow() {
    return ((Number)
            page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
        .intValue();
  }

  /** Complaints that a test provokes on purpose. */
  void forgive() {
    complaints.clear();
  }

  @Override
  public void close() {
    context.close();
    assertThat(complaints).as("errors in the console").isEmpty();
    assertThat(strangers).as("requests to others than the program").isEmpty();
  }
}
