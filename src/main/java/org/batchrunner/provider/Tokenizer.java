package org.batchrunner.provider;

import com.fasterxml.jackson.annotation.JsonValue;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the tokens of a prompt are counted. */
public enum Tokenizer {
  /** By the model's name at OpenAI's and Azure's own addresses, else a token for each byte. */
  AUTO,
  /** A token for each byte: an upper bound for all. */
  BYTES,
  O200K_BASE,
  CL100K_BASE;

  /** Those for which OpenAI's own library names the encoding. */
  private static final Pattern O200K =
      Pattern.compile(
          "(ft:)?((chatgpt-4o|gpt-4o|gpt-4\\.1|gpt-4\\.5|o1|o3|o4-mini)($|[-:])"
              + "|gpt-5($|:|-(mini|nano|chat|20)))(?!.*(audio|search|realtime|transcribe|tts|image"
              + "|research)).*");

  private static final Pattern CL100K =
      Pattern.compile("(ft:)?(gpt-4|gpt-3\\.5-turbo|gpt-35-turbo)($|[-:])(?!.*vision).*");

  /** Returns the name in the settings. */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the encoding for the prompts of a model; null if it is unknown. */
  static @Nullable Encoding encoding(ProviderSettings provider, String model) {
    if (provider.api() != Api.OPENAI) {
      return null;
    }
    Tokenizer tokenizer = provider.tokenizer();
    if (tokenizer == AUTO) {
      tokenizer = provider.isOpenAiOrAzure() ? named(model) : BYTES;
    }
    return switch (tokenizer) {
      case AUTO, BYTES -> null;
      case O200K_BASE -> O200k.ENCODING;
      case CL100K_BASE -> Cl100k.ENCODING;
    };
  }

  static Tokenizer named(String model) {
    String name = model.toLowerCase(Locale.ROOT);
    if (O200K.matcher(name).matches()) {
      return O200K_BASE;
    }
    return CL100K.matcher(name).matches() ? CL100K_BASE : BYTES;
  }

  /** Each is read at its first use: that takes a second, and tens of megabytes. */
  private static final class Registry {
    static final EncodingRegistry LAZY = Encodings.newLazyEncodingRegistry();
  }

  private static final class O200k {
    static final Encoding ENCODING = Registry.LAZY.getEncoding(EncodingType.O200K_BASE);
  }

  private static final class Cl100k {
    static final Encoding ENCODING = Registry.LAZY.getEncoding(EncodingType.CL100K_BASE);
  }
}
