package org.batchrunner.cli;

import java.io.PrintWriter;
import org.batchrunner.task.Mode;

/** Warns that the answers are made up, and says how to change that. */
final class MockNotice {

  private MockNotice() {}

  static void print(RunningProgram program, PrintWriter err) {
    if (program.mode() == Mode.MOCK) {
      err.println(
          """
          *** MOCK MODE: no model is called and nothing is paid. Every answer is made up and begins with [mock].
          *** To call real models, put OPENAI_API_KEY=..., ANTHROPIC_API_KEY=... or GOOGLE_API_KEY=... in
          *** the environment or in the file .env, and start the program again.          """);
    }
  }
}
