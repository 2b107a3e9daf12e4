package org.batchrunner.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.NumberSchema;
import org.batchrunner.common.Build;
import org.batchrunner.money.Dollars;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** The OpenAPI description of the API, which is created at the first request for it. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {

  private static final String LIBRARY = "org.springdoc";

  @Bean
  @Lazy
  OpenAPI openApi(Build build) {
    SpringDocUtils.getConfig()
        .replaceWithSchema(Dollars.class, new NumberSchema().description("dollars"));
    return new OpenAPI()
        .info(
            new Info()
                .title("Batch Runner")
                .version(build.version())
                .description(
                    "Send files of prompts, plan and run them, follow their progress and collect the results. Dollars are"
                        + " numbers with at most nine decimals, times are UTC. Problems are RFC"
                        + " 9457, with a sentence in `detail`."));
  }

  /**
   * Creates the description on demand, since few users need it and it would slow down each start.
   */
  @Bean
  static BeanFactoryPostProcessor lazyDescription() {
    return beans -> {
      for (String name : beans.getBeanDefinitionNames()) {
        BeanDefinition bean = beans.getBeanDefinition(name);
        if (isOf(bean.getBeanClassName()) || isOf(bean.getFactoryBeanName())) {
          bean.setLazyInit(true);
        }
      }
    };
  }

  private static boolean isOf(@org.jspecify.annotations.Nullable String name) {
    return name != null && name.startsWith(LIBRARY);
  }
}
