package org.batchrunner.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.batchrunner.task.Reply.Finish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I'm sorry, but I can't help with that.",
        "I’m sorry, but I can’t assist with that request.",
        "Sorry, I am unable to comply with your request.",
        "I cannot provide instructions for making explosives.",
        "I can't help with creating malware.",
        "I'm not able to help with that. If you are in danger, call 112.",
        "Unfortunately, I won't be able to assist with that.",
        "I'm afraid I can't help with this.",
        "As an AI language model, I can't help with this.",
        "I must decline this request.",
        "I must respectfully decline to provide that.",
        "I understand you are curious, but I can't assist with that.",
        "\"I'm sorry, I can't do that.\"",
        "Es tut mir leid, aber dabei kann ich nicht helfen.",
        "Lo siento, pero no puedo ayudarte con eso.",
      })
  void aRefusalIsOne(String text) {
    assertThat(Refusal.is(Finish.STOP, text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I'm sorry to say I cannot attend the dinner on Friday.",
        "I'm sorry, but I cannot come to the meeting on Monday. Could we move it?",
        "I am sorry for the delay. I cannot find your order; please send me its number.",
        "Dear Ms Lee,\nunfortunately I can't help with the move on Saturday.",
        "Sorry, I can't help with that move on Saturday: I am away.",
        "I cannot recommend this book enough.",
        "I cannot help but wonder at the stars.",
        "I can't stop thinking about that request of yours.",
        "We can't help with that, says the poster. That is the whole joke.",
        "A good refusal: \"I'm sorry, but I can't help with that.\"",
        "No, the earth is not flat.",
        "Unfortunately, the train was late.",
      })
  void whatOnlySoundsLikeOneIsNone(String text) {
    assertThat(Refusal.is(Finish.STOP, text)).isFalse();
  }

  @Test
  void anAnswerWithMoreToSayThanNoIsNone() {
    String answer =
        "I can't help with that. But here is what I can do:\n" + "Do this. ".repeat(120);

    assertThat(Refusal.is(Finish.STOP, answer)).isFalse();
  }

  @Test
  void theApiSaysSoItself() {
    assertThat(Refusal.is(Finish.REFUSAL, "")).isTrue();
    assertThat(Refusal.is(Finish.FILTER, "Half an answ")).isTrue();
    assertThat(Refusal.is(Finish.LENGTH, "Half an answ")).isFalse();
  }
}
