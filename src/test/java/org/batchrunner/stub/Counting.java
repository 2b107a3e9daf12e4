package org.batchrunner.stub;

import java.util.SplittableRandom;

/** How the tokens of an answer are counted. */
final class Counting {

  volatile TokenCount tokens = TokenCount.TRUE;
  volatile int least;
  volatile int most;
  volatile int cachedPercent;

  Used count(ModelRequest request, Question question, String answer) {
    int in = tokens.request(request.api(), question);
    int cached = (int) ((long) in * cachedPercent / 100);
    int visible = tokens.text(request.api(), answer);
    int out = visible;
    if (most > 0) {
      out = least + new SplittableRandom(request.seed(7)).nextInt(most - least + 1);
    }
    if (request.maxTokens() > 0) {
      out = Math.min(out, request.maxTokens());
    }
    return new Used(in - cached, cached, 0, out, Math.max(0, out - visible));
  }
}
