package org.batchrunner.workflow;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;
import org.batchrunner.task.Reply.Finish;

/**
 * Tells a refusal from an answer. A refusal begins with the speaker declining this request, and is
 * short; the same words in a letter ("I'm sorry to say I cannot attend") are none.
 */
public final class Refusal {

  /** A longer text has more to say than no. */
  private static final int LONGEST = 900;

  private static final String OPENING =
      "^[\\s\"“*_>]*(?:(?:(?:i'm|i am) (?:really |very |so |truly )?sorry|sorry|(?:i'm|i am) afraid(?: that)?|(?:i|my) apologi[sz]e?s?"
          + "|unfortunately|i appreciate [^.]{0,80}|i understand [^.]{0,80}|thank you for [^.]{0,80}"
          + "|no|as an? (?:ai|artificial intelligence|language model|assistant)[^.,]{0,60}"
          + "|es tut mir leid|tut mir leid|leider|je suis désolée?|désolée?|lo siento)"
          + "(?: for (?:the|any) [^.,]{0,40})?[\\s,.:;!—–-]*(?:(?:but|aber|mais|pero|however)[\\s,]+)?)*";

  private static final String UNABLE =
      "(?:i (?:can't|cannot|can not|won't be able to|will not be able to|won't|will not|am unable to|am not able to|must decline to"
          + "|have to decline to|decline to|refuse to|am not going to|am not allowed to"
          + "|am not comfortable|don't feel comfortable|do not feel comfortable)"
          + "|i'm (?:unable to|not able to|not going to|not allowed to|not comfortable))[\\s,]+"
          + "(?:(?:in good conscience|ethically|directly|really)[\\s,]+)?";

  private static final String REQUEST =
      "(?:(?:with|to|in|on)[\\s]+)?(?:your|this|that|the|such|these|those|any)?(?:[\\s]+[a-z]+)?"
          + "[\\s]*(?:request|requests|question|prompt|instruction|instructions|query)\\b";

  private static final String STOP =
      "\\s*(?:[.!;—–,]|$|as\\b|because\\b|since\\b|for (?:safety|legal|ethical))";

  private static final Pattern DECLINES =
      Pattern.compile(
          OPENING
              + "(?:"
              + UNABLE
              + "(?:(?:help|assist|helping|assisting)(?: you)?(?:"
              + STOP
              + "|(?: with| in| by)? (?:(?:that|this|it|these|those)(?:"
              + STOP
              + "|(?: kind| type| sort) of)|(?:your|this|that|the|such|these|any)(?: [a-z]+)? (?:request|requests|task)\\b"
              + "|(?:creat|writ|mak|provid|generat|plann|develop|produc|build)ing\\b|anything\\b|requests\\b))"
              + "|(?:comply|fulfill?|complete|process|satisfy|honou?r|respond to|carry out|answer) "
              + REQUEST
              + "|comply with (?:that|this|it)\\b"
              + "|(?:do|answer|discuss|engage in|engage with|participate in|write|create|produce|generate) (?:that|this|it)"
              + STOP
              + "|(?:provide|providing|generate|generating|create|creating|write|writing|produce|producing|share|sharing"
              + "|give|giving|offer|offering|supply|discuss|discussing|support|facilitate|engage in|engage with)"
              + " (?:you with )?(?:[a-z'-]+ ){0,3}(?:content|instructions|information|guidance|assistance|advice"
              + "|material|details|a response|an answer|help|tutorial|recipe|code that)\\b)"
              + "|i must (?:respectfully |politely )?decline(?:"
              + STOP
              + "| (?:this|that|your|the) (?:[a-z]+ )?(?:request|prompt|question)\\b| to (?:help|assist|provide|answer|write|create|generate)\\b)"
              + "|(?:this|that|it)(?:'s| is) (?:not )?(?:something )?(?:that )?i (?:can't|cannot|can|won't|am able to|am not able to) help (?:you )?with"
              + "|(?:this|your|that|the) (?:request|prompt|question|content) (?:violates|goes against|is against|conflicts with)\\b"
              + "|(?:dabei|damit|hierbei|ich) kann (?:ich )?(?:ihnen |dir )?(?:dabei |damit |hierbei )?(?:leider )?nicht (?:weiter)?helfen"
              + "|ich kann (?:diese|ihre|deine) anfrage (?:leider )?nicht\\b"
              + "|je ne peux pas (?:vous |t'|t’)?(?:aider (?:avec|à|dans) (?:cela|ça|cette)|répondre à cette|y répondre|fournir)"
              + "|no puedo (?:ayudar(?:te|le|lo)? con (?:eso|esto|esa|esta)|cumplir con|proporcionar)"
              + ")");

  /** A refusal begins with one of these, ignoring case, after characters of {@link #SKIPPED}. */
  private static final List<String> BEGINNINGS =
      List.of(
          "i'",
          "i’",
          "i‘",
          "i ",
          "sorry",
          "my apolog",
          "unfortunately",
          "thank you for",
          "no",
          "as a",
          "es tut mir leid",
          "tut mir leid",
          "leider",
          "je ",
          "désolé",
          "lo siento",
          "this",
          "that",
          "it",
          "your ",
          "the request",
          "the prompt",
          "the question",
          "the content",
          "dabei",
          "damit",
          "hierbei",
          "ich ");

  private static final String SKIPPED = " \t\n\f\r\"“*_>";

  private Refusal() {}

  /**
   * @param finish why the reply ended
   * @param text the answer in it
   */
  public static boolean is(Finish finish, String text) {
    return finish == Finish.REFUSAL || finish == Finish.FILTER || reads(text);
  }

  /** Returns whether a text reads as a refusal. */
  static boolean reads(String text) {
    String plain = text.strip();
    return plain.length() <= LONGEST && beginsAsOne(plain) && declines(plain);
  }

  /**
   * Returns whether the first word can begin a refusal. Most answers have another one, so the
   * pattern need not be tried.
   */
  private static boolean beginsAsOne(String text) {
    int at = 0;
    while (at < text.length() && SKIPPED.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    for (String beginning : BEGINNINGS) {
      if (text.regionMatches(true, at, beginning, 0, beginning.length())) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a text does, whatever its length. */
  static boolean declines(String text) {
    return DECLINES
        .matcher(text.replace('’', '\'').replace('‘', '\'').toLowerCase(Locale.ROOT))
        .find();
  }
}
