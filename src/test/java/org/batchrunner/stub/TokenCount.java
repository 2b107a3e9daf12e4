package org.batchrunner.stub;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.nio.charset.StandardCharsets;

/** How the vendors count. */
public enum TokenCount {
  /** OpenAI's own tokenizer for OpenAI's models. */
  TRUE {
    @Override
    int text(Api api, String text) {
      return api == Api.OPENAI ? O200k.ENCODING.countTokensOrdinary(text) : rough(text);
    }
  },
  /** A token for five bytes: fast. */
  ROUGH {
    @Override
    int text(Api api, String text) {
      return rough(text);
    }
  };

  abstract int text(Api api, String text);

  /** What is around the messages, as OpenAI documents it. */
  int request(Api api, Question question) {
    return text(api, question.counted()) + 4 * question.messages() + 3;
  }

  private static int rough(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length / 5 + 1;
  }

  /** Loaded at its first use, which takes half a second. */
  private static final class O200k {
    static final Encoding ENCODING =
        Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
  }
}
