package org.batchrunner.common;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LoneSurrogatesTest {

  @Property
  void jsonHasNoHalvesAndIsTheSameWhenItIsRead(@ForAll("texts") String text) {
    String json = Json.write(text);
    assertThat(new String(json.getBytes(UTF_8), UTF_8)).isEqualTo(json);
    assertThat(Json.read(json, String.class)).isEqualTo(text);
  }

  @Property
  void whatIsReplacedFitsUtf8AndAllElseStays(@ForAll("texts") String text) {
    String replaced = LoneSurrogates.replaced(text);
    assertThat(new String(replaced.getBytes(UTF_8), UTF_8)).isEqualTo(replaced).hasSameSizeAs(text);
    for (int i = 0; i < text.length(); i++) {
      assertThat(replaced.charAt(i)).isIn(text.charAt(i), '\uFFFD');
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of('a', '"', '\\', '\u0000', '\ud83d', '\udbff', '\ude00', '\udc00', 'ü')
        .list()
        .ofMaxSize(12)
        .map(
            chars -> {
              StringBuilder text = new StringBuilder();
              chars.forEach(text::append);
              return text.toString();
            });
  }
}
