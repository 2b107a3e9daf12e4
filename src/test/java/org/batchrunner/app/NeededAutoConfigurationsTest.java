package org.batchrunner.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class NeededAutoConfigurationsTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration, servlet, x, true
          org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration, none, x, false
          org.springframework.boot.actuate.autoconfigure.info.InfoAutoConfiguration, none, x, false
          org.springframework.boot.autoconfigure.jms.JmsAutoConfiguration, none, x, true
          org.apache.camel.spring.boot.CamelAutoConfiguration, none, x, true
          com.example.OfTheUserAutoConfiguration, none, x, true
          org.apache.camel.component.http.springboot.HttpComponentConverter, none, x, false
          org.apache.camel.component.http.springboot.HttpComponentConverter, none, camel.component.http.max-total-connections, true
          org.apache.camel.component.http.springboot.HttpComponentConverter, servlet, CAMEL_COMPONENT_HTTP_MAXTOTALCONNECTIONS, true
          org.apache.camel.component.azure.storage.blob.springboot.BlobComponentAutoConfiguration, none, camel.component.azure-storage-blob.x, true
          org.apache.camel.component.jackson.springboot.JacksonDataFormatAutoConfiguration, none, camel.dataformat.jackson.x, true
          org.apache.camel.language.simple.springboot.SimpleLanguageAutoConfiguration, none, camel.language.simple.trim, true
          org.apache.camel.spring.boot.vault.AwsVaultAutoConfiguration, none, camel.vault.aws.region, true
          org.apache.camel.spring.boot.vault.AwsVaultAutoConfiguration, none, camel.main.name, false
          """)
  void namesAndPropertiesDecide(String name, String web, String property, boolean needed) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "settings", Map.of(property, "1", "spring.main.web-application-type", web)));
    NeededAutoConfigurations filter = new NeededAutoConfigurations();
    filter.setEnvironment(environment);
    assertThat(filter.needed(name)).containsExactly(needed);
  }
}
