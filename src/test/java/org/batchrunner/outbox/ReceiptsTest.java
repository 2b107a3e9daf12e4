package org.batchrunner.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.batchrunner.common.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptsTest {

  @TempDir Path root;

  @Test
  void anAcceptedFileGetsAReceiptThatNamesItsBatch() throws IOException {
    Path receipt =
        new Receipts(new Outbox(root)).accepted("tasks.csv", "0123456789abcdef", "b-1", List.of());

    assertThat(receipt).isEqualTo(root.resolve(".receipts/tasks.csv-01234567.json"));
    JsonNode json = Json.MAPPER.readTree(receipt.toFile());
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly("source", "sha256", "state", "batch", "error");
    assertThat(json.get("state").asText()).isEqualTo("accepted");
    assertThat(json.get("batch").asText()).isEqualTo("b-1");
    assertThat(json.get("sha256").asText()).isEqualTo("0123456789abcdef");
    assertThat(json.get("error").isNull()).isTrue();
  }

  @Test
  void aRefusedFileGetsAReceiptThatSaysWhy() throws IOException {
    Path receipt =
        new Receipts(new Outbox(root)).refused("../..//x.csv", "89abcdef00", "line 3: no task");

    assertThat(receipt.getParent()).isEqualTo(root.resolve(".receipts"));
    JsonNode json = Json.MAPPER.readTree(receipt.toFile());
    assertThat(json.get("state").asText()).isEqualTo("refused");
    assertThat(json.get("source").asText()).isEqualTo("../..//x.csv");
    assertThat(json.get("batch").isNull()).isTrue();
    assertThat(json.get("error").asText()).isEqualTo("line 3: no task");
  }
}
