package org.batchrunner.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.batchrunner.harness.Application;
import org.batchrunner.harness.ProgramProcess;
import org.batchrunner.harness.TaskFiles;
import org.batchrunner.harness.Workplace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes of different roles on one ledger, each the packaged program. */
class RolesIT {

  private static final Pattern PAGE = Pattern.compile("The page is (\\S+)");

  @TempDir Path home;

  @Test
  void whatAWebNodeAcceptsIsRunByAHolderAndTheInboxIsLeftToIt() {
    Workplace workplace =
        new Workplace(Application.built(), home)
            .set("mode", "mock")
            .set("settle-time", "0s")
            .java("-XX:TieredStopAtLevel=1");
    try (ProgramProcess web = workplace.start("watch", "--batch-runner.role=web")) {
      web.until("the start", () -> web.err().contains("The token"));
      assertThat(web.err()).contains("Serving the page; batches are run by other nodes");
      workplace.drop("dropped.csv", TaskFiles.csv("dropped", 3));
      Client client = new Client(pageOf(web));
      assertThat(client.run("sent.csv", TaskFiles.csv("sent", 3), Map.of())).startsWith("sent-");
      assertThat(workplace.inbox().resolve("dropped.csv")).exists();
      try (ProgramProcess holder = workplace.start("watch", "--batch-runner.role=holder")) {
        holder.until("both reports", () -> workplace.reported(2));
        assertThat(holder.err()).contains("Watching " + workplace.inbox());
      }
      assertThat(web.err()).doesNotContain("going on", "WARN", "ERROR");
    }
    assertThat(workplace.inbox().resolve("dropped.csv")).doesNotExist();
  }

  @Test
  void aWorkerWithoutABrokerDoesNotStart() {
    Workplace workplace = new Workplace(Application.built(), home);
    try (ProgramProcess worker = workplace.start("watch", "--batch-runner.role=worker")) {
      assertThat(worker.exitCode()).isEqualTo(2);
      assertThat(worker.err().strip())
          .isEqualTo(
              "batch-runner.role: 'worker' is not allowed; it takes all, holder or web unless"
                  + " tasks come over a broker, see batch-runner.dispatch");
    }
  }

  @Test
  void aRoleThatIsNotThereIsSaidInASentence() {
    Workplace workplace = new Workplace(Application.built(), home);
    try (ProgramProcess boss = workplace.start("watch", "--batch-runner.role=boss")) {
      assertThat(boss.exitCode()).isEqualTo(2);
      assertThat(boss.err().strip())
          .isEqualTo("batch-runner.role: 'boss' is not allowed; it takes all, holder, worker, web");
    }
  }

  private static URI pageOf(ProgramProcess program) {
    Matcher page = PAGE.matcher(program.err());
    assertThat(page.find()).isTrue();
    return URI.create(page.group(1));
  }
}
