package org.batchrunner.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batchrunner.harness.OutcomeAssert.assertOutcome;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.batchrunner.harness.Kills.Moment;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.Entry;
import org.batchrunner.stub.ModelStub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at any moment: the end is that of a batch that nobody killed. */
@Tag("alone")
class KillIT {

  private static final int TASKS = 400;
  private static final int CONCURRENCY = 16;

  /** How long a reply may take from the stub into the ledger, on a busy machine. */
  private static final Duration SETTLING = Duration.ofSeconds(2);

  @TempDir Path home;
  private ModelStub stub;

  @BeforeEach
  void start() {
    stub = ModelStub.start().latency(Duration.ofMillis(40));
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  @Test
  void aDozenKills() {
    List<Moment> plan =
        List.of(
            Moment.MIGRATING,
            Moment.ACCEPTING,
            Moment.MOVING,
            Moment.CALLING,
            Moment.CALLING,
            Moment.STARTING,
            Moment.CALLING,
            Moment.RECORDING,
            Moment.RECORDING,
            Moment.REPORTING,
            Moment.STARTING,
            Moment.STARTING);
    check(undisturbed("dozen"), "dozen", plan, 12);
  }

  @Test
  @Tag("kills")
  void aHundredKills() {
    Random random = new Random(100);
    Moment[] amid = {Moment.STARTING, Moment.CALLING, Moment.RECORDING};
    for (int file = 0; file < 10; file++) {
      List<Moment> plan = new ArrayList<>();
      plan.addAll(List.of(Moment.MIGRATING, Moment.ACCEPTING, Moment.MOVING));
      for (int kill = 0; kill < 6; kill++) {
        plan.add(amid[random.nextInt(amid.length)]);
      }
      plan.add(Moment.REPORTING);
      String name = "hundred" + file;
      check(undisturbed(name), name, plan, file);
      stub.reset();
    }
  }

  private Outcome undisturbed(String name) {
    Workplace workplace = workplace(name + "-undisturbed");
    Path file = workplace.file(name + ".csv", TaskFiles.csv(name, TASKS));
    try (ProgramProcess program = workplace.start("run", file.toString(), "--json")) {
      assertThat(program.exitCode()).as(program.err()).isZero();
    }
    Outcome outcome = Outcome.read(workplace.batches().get(0));
    assertOutcome(outcome).isWhole(TASKS).addsUp();
    assertThat(outcome.count("published")).isEqualTo(TASKS);
    assertThat(outcome.total("spent")).isGreaterThanOrEqualTo(stub.journal().dollars());
    assertThat(stub.journal().requests()).as("requests").isEqualTo(TASKS);
    stub.reset();
    return outcome;
  }

  private void check(Outcome undisturbed, String name, List<Moment> plan, long seed) {
    Workplace workplace = workplace(name);
    Kills kills = new Kills(workplace, stub, TASKS, seed);

    Path folder = kills.work(name + ".csv", TaskFiles.csv(name, TASKS), plan);

    Outcome outcome = Outcome.read(folder);
    assertOutcome(outcome).isWhole(TASKS).addsUp().endsAs(undisturbed);
    assertThat(workplace.batches()).as("batches of the one file").hasSize(1);
    assertThat(workplace.inbox().resolve(name + ".csv")).doesNotExist();
    assertThat(workplace.inbox().resolve(".done").resolve(name + ".csv")).exists();
    assertThat(outcome.total("spent"))
        .as("spent, and the stub's bill")
        .isGreaterThanOrEqualTo(stub.journal().dollars());
    askedAgainOnlyWhatWasInFlight(kills);
    System.out.printf(
        "%s: %d kills %s, %d requests for %d tasks, %d asked twice, bill $%s, spent $%s, at risk $%s%n",
        name,
        plan.size(),
        kills.kills().stream().map(kill -> kill.moment() + " " + kill.left()).toList(),
        stub.journal().requests(),
        TASKS,
        stub.journal().duplicates().size(),
        stub.journal().dollars().toPlainString(),
        outcome.total("spent").toPlainString(),
        outcome.total("at_risk").toPlainString());
  }

  /**
   * A reply that had reached the program before it was killed must not be bought again, but for the
   * last moment in which it may not have been settled.
   */
  private void askedAgainOnlyWhatWasInFlight(Kills kills) {
    Map<String, ?> twice = stub.journal().duplicates();
    assertThat(twice.size()).isLessThanOrEqualTo(kills.kills().size() * CONCURRENCY);
    for (String hash : twice.keySet()) {
      List<Entry> asked =
          stub.journal().entries().stream().filter(entry -> entry.hash().equals(hash)).toList();
      for (Entry earlier : asked.subList(0, asked.size() - 1)) {
        Instant settled = earlier.arrived().plus(SETTLING);
        assertThat(kills.kills())
            .as("a kill while this was in flight or not yet settled: %s", earlier)
            .anyMatch(kill -> kill.at().isAfter(earlier.arrived()) && kill.at().isBefore(settled));
      }
    }
  }

  private Workplace workplace(String name) {
    return new Workplace(Application.built(), home.resolve(name))
        .provider("openai", stub.baseUrl(Api.OPENAI))
        .set("defaults.debaters", "openai/gpt-4o-mini")
        .set("defaults.concurrency", Integer.toString(CONCURRENCY))
        .set("settle-time", "0s")
        .set("lease", "2s")
        .java("-XX:TieredStopAtLevel=1");
  }
}
