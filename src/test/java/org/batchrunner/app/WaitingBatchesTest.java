package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.seda.SedaComponent;
import org.batchrunner.cli.RunningProgram;
import org.batchrunner.harness.TaskFiles;
import org.batchrunner.stub.Api;
import org.batchrunner.stub.ModelStub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More batches than places: the others wait for their turn. */
class WaitingBatchesTest {

  @TempDir Path home;

  @Test
  void aBatchThatWaitsIsQueuedOnceHoweverOftenItIsFound() throws IOException {
    try (ModelStub stub = ModelStub.start().latency(Duration.ofSeconds(30));
        RunningProgram program =
            TestProgram.in(home)
                .set("providers.openai.base-url", stub.baseUrl(Api.OPENAI).toString())
                .set("providers.openai.api-key", "test")
                .set("defaults.debaters", "openai/gpt-4o-mini")
                .set("max-batches", "1")
                .set("queue.batches", "3")
                .set("poll.unfinished", "10")
                .set("shutdown-timeout", "0s")
                .watch()
                .program()) {
      String first = submit(program, "first");
      await().until(() -> program.worker().works(first));
      submit(program, "second");
      SedaComponent queues =
          ((SpringProgram) program)
              .bean(CamelContext.class)
              .getComponent("seda", SedaComponent.class);
      IntSupplier waiting = () -> queues.getQueues().get("seda://batch").getQueue().size();
      await()
          .during(Duration.ofMillis(500))
          .atMost(Duration.ofSeconds(10))
          .until(() -> waiting.getAsInt() == 1);
      submit(program, "third");
      await()
          .during(Duration.ofMillis(300))
          .atMost(Duration.ofSeconds(10))
          .until(() -> waiting.getAsInt() == 2);
      assertThat(program.inspection().latest(9)).hasSize(3);
    }
  }

  private String submit(RunningProgram program, String name) throws IOException {
    Path file = Files.writeString(home.resolve(name + ".csv"), TaskFiles.csv(name, 1));
    return program.worker().submit(file, Map.of());
  }
}
