package org.batchrunner.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.batchrunner.task.Prompt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures in requests of one's own count by the vendor's rule, and once. */
class PicturesTest {

  /** Roles and separators, and the rest of the request. */
  private static final long AROUND = 256 + 120;

  private static String data(String format, int width, int height) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, file);
    return "data:image/%s;base64,%s"
        .formatted(format, Base64.getEncoder().encodeToString(file.toByteArray()));
  }

  private static long bound(String model, String... parts) {
    String body =
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}%s]}]}"
            .formatted(parts.length == 0 ? "" : "," + String.join(",", parts));
    Prompt prompt = new Prompt(null, null, "", null, null, 100, null, java.util.Map.of(), body);
    ProviderSettings provider = Samples.openAi();
    byte[] request =
        provider.api().encode(provider, new org.batchrunner.task.ModelId("openai", model), prompt);
    return TokenBound.prompt(provider, model, request, prompt);
  }

  private static String part(String url, String detail) {
    return detail.isEmpty()
        ? "{\"type\":\"image_url\",\"image_url\":{\"url\":\"%s\"}}".formatted(url)
        : "{\"type\":\"image_url\",\"image_url\":{\"url\":\"%s\",\"detail\":\"%s\"}}"
            .formatted(url, detail);
  }

  private static long picture(String model, String url, String detail) {
    return bound(model, part(url, detail)) - bound(model);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o, png, 1024, 1024, high, 765",
    "gpt-4o, png, 1024, 1024, low, 85",
    "gpt-4o, png, 1024, 1024, '', 765",
    "gpt-4o-2024-08-06, png, 2048, 4096, high, 1105",
    "openai/gpt-4o, jpg, 1024, 1024, auto, 765",
    "gpt-4o, gif, 4000, 100, high, 1445",
    "gpt-4o-mini, png, 1024, 1024, high, 25501",
    "gpt-4o-mini, png, 1024, 1024, low, 2833",
    "gpt-5, png, 1024, 1024, high, 630",
    "o3, jpg, 1024, 1024, high, 675",
    "gpt-4.1-mini, png, 1024, 1024, high, 1659",
    "gpt-4.1-mini, png, 1800, 2400, high, 2489",
    "gpt-4.1-nano, png, 1800, 2400, high, 3779",
    "o4-mini, png, 1800, 2400, high, 2642",
    "gpt-5.4, png, 4000, 4000, high, 6150",
    "gpt-5.5, png, 4000, 4000, '', 24600",
    "gpt-5.6, png, 4000, 4000, '', 38438",
  })
  void aPictureCountsByTheModelsRule(
      String model, String format, int width, int height, String detail, long tokens)
      throws IOException {
    assertThat(picture(model, data(format, width, height), detail)).isBetween(tokens, tokens + 1);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o, high, 1445",
    "gpt-4o, '', 1445",
    "gpt-5, high, 1190",
    "o1, high, 1275",
    "gpt-4o-mini, high, 48169",
    "gpt-5-mini, high, 2489",
    "gpt-5.4, original, 24600",
    "gpt-5.6, '', 73800",
    "llava, '', 73800",
    "gpt-9, low, 73800",
  })
  void aPictureWhoseSizeIsNotKnownCountsItsWorst(String model, String detail, long tokens) {
    String broken = "data:image/png;base64," + "iVBORw0KGgoA".repeat(40_000);
    for (String url : new String[] {"https://example.com/a.png", broken, "data:image/png,x"}) {
      assertThat(picture(model, url, detail))
          .as(url.substring(0, 16))
          .isBetween(tokens, tokens + 1);
    }
  }

  @Test
  void anUnknownModelTakesTheDearestRule() throws IOException {
    assertThat(picture("llava", data("png", 64, 64), "low")).isBetween(50_000L, 50_001L);
  }

  @Test
  void eachPictureCountsOnce() throws IOException {
    String one = part(data("png", 1024, 1024), "high");
    assertThat(bound("gpt-4o", one, one, one) - bound("gpt-4o")).isBetween(3 * 765L, 3 * 765L + 3);
    assertThat(bound("gpt-4o")).isLessThan(AROUND);
  }

  /** What is no picture may have pages without a bound. */
  @ParameterizedTest
  @ValueSource(strings = {"data:application/pdf;base64,", "data:image/svg+xml;base64,", "data:,"})
  void otherDataStaysATokenAByte(String type) {
    assertThat(picture("gpt-4o", type + "A".repeat(200_000), "high")).isGreaterThan(200_000);
  }

  @ParameterizedTest
  @CsvSource({
    "VP8X, 524946460000000057454250565038580a000000000000001f0300e70100, 800, 488",
    "VP8L, 5249464600000000574542505650384c000000002f1fc37900000000, 800, 488",
    "VP8, 5249464600000000574542505650382000000000000000 9d012a2003e801, 800, 488",
  })
  void headersOfWebp(String kind, String hex, int width, int height) {
    byte[] file = HexFormat.of().parseHex((hex + "0000000000").replace(" ", ""));
    assertThat(PictureSize.of(file)).as(kind).isEqualTo(new PictureSize(width, height));
  }

  @Test
  void whatIsCutOrHostileHasNoSize() throws IOException {
    byte[] jpeg = Base64.getDecoder().decode(data("jpg", 800, 600).split(",")[1]);
    byte[] png = Base64.getDecoder().decode(data("png", 800, 600).split(",")[1]);
    assertThat(PictureSize.of(jpeg)).isEqualTo(new PictureSize(800, 600));
    for (int length = 0; length < 200; length++) {
      PictureSize cut = PictureSize.of(java.util.Arrays.copyOf(jpeg, Math.min(length, 150)));
      assertThat(cut).isNull();
      PictureSize head = PictureSize.of(java.util.Arrays.copyOf(png, length).clone());
      assertThat(head == null || head.width() <= 800).isTrue();
    }
    assertThat(PictureSize.of(HexFormat.of().parseHex("ffd8ffe10000ffe10000ffe10000"))).isNull();
  }
}
