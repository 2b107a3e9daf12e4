package org.batchrunner.web;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.batchrunner.harness.Application;
import org.batchrunner.harness.ProgramProcess;
import org.batchrunner.harness.Workplace;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.ModelStub;

/** The program as {@code watch} starts it, and where its page is. */
final class Dashboard implements AutoCloseable {

  private static final Pattern PAGE = Pattern.compile("The page is (http://\\S+)\\R");

  private final Workplace workplace;
  private final ProgramProcess program;
  private final URI page;

  private Dashboard(Workplace workplace, ProgramProcess program, URI page) {
    this.workplace = workplace;
    this.program = program;
    this.page = page;
  }

  /** A folder in which the stub answers for two vendors. */
  static Workplace workplace(Path home, ModelStub stub) {
    return mock(home)
        .provider("openai", stub.baseUrl(Api.OPENAI))
        .provider("anthropic", stub.baseUrl(Api.ANTHROPIC));
  }

  /** A folder without a provider. */
  static Workplace mock(Path home) {
    return new Workplace(Application.built(), home)
        .set("settle-time", "0s")
        .java("-XX:TieredStopAtLevel=1");
  }

  static Dashboard start(Workplace workplace) {
    ProgramProcess program = workplace.start("watch");
    Awaitility.await("the address of the page")
        .atMost(Duration.ofMinutes(5))
        .failFast("the program has ended", () -> !program.isAlive())
        .until(() -> PAGE.matcher(program.err()).find());
    Matcher said = PAGE.matcher(program.err());
    if (!said.find()) {
      throw new IllegalStateException(program.err());
    }
    return new Dashboard(workplace, program, URI.create(said.group(1)));
  }

  /** As the program says it: with its token. */
  URI page() {
    return page;
  }

  Workplace workplace() {
    return workplace;
  }

  ProgramProcess program() {
    return program;
  }

  @Override
  public void close() {
    program.close();
  }
}
