package org.batchrunner.cli;

import java.io.PrintWriter;
import org.batchrunner.task.Mode;

/** Says loudly that answers are made up, and how to change that. */
final class MockNotice {

  private MockNotice() {}

  static void print(RunningProgram program, PrintWriter err) {
    if (program.mode() == Mode.MOCK) {
      err.println(
          """
          *** MOCK MODE: no model is asked, nothing is paid; every answer is made up, begins with [mock].
          *** To ask real models, put OPENAI_API_KEY=..., ANTHROPIC_API_KEY=... or GOOGLE_API_KEY=... in
          *** the environment or in the file .env, and start again.          """);
    }
  }
}
