package org.batchrunner.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.batchrunner.intake.OptionFile;
import org.batchrunner.task.options.Option;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Adds every batch option to a command as a command-line option. */
final class BatchOptions implements IModelTransformer {

  static final String USE = "--use";

  @Override
  public CommandSpec transform(CommandSpec command) {
    command.addOption(
        OptionSpec.builder(USE)
            .type(String.class)
            .paramLabel("NAME")
            .description(
                "A named set of options: conservative, moderate, aggressive, or templates/NAME.yaml")
            .build());
    for (Option option : Option.values()) {
      command.addOption(
          OptionSpec.builder(names(option))
              .type(String.class)
              .paramLabel("VALUE")
              .description(description(option))
              .build());
    }
    return command;
  }

  private static String[] names(Option option) {
    return Stream.concat(Stream.of(option.key()), option.aliases().stream())
        .map(name -> "--" + name)
        .toArray(String[]::new);
  }

  private static String[] description(Option option) {
    String help = option.help().replace("`", "").replace("%", "%%").replace("@", "@@");
    return new String[] {option.defaultText().map(value -> help + " (" + value + ")").orElse(help)};
  }

  /** Returns the batch options given on the command line, by key, including {@code use}. */
  static Map<String, Object> given(ParseResult parsed) {
    Map<String, Object> options = new LinkedHashMap<>();
    if (parsed.hasMatchedOption(USE)) {
      options.put("use", parsed.matchedOptionValue(USE, ""));
    }
    for (Option option : Option.values()) {
      String name = "--" + option.key();
      if (parsed.hasMatchedOption(name)) {
        options.put(option.key(), OptionFile.given(option, parsed.matchedOptionValue(name, "")));
      }
    }
    return options;
  }
}
