package org.batchrunner.stub;

/** The APIs that the stub speaks, each at its vendor's paths. */
public enum Api {
  OPENAI("/v1", new OpenAi()),
  ANTHROPIC("/v1", new Anthropic()),
  GEMINI("/v1beta", new Gemini());

  private final String basePath;
  private final Dialect dialect;

  Api(String basePath, Dialect dialect) {
    this.basePath = basePath;
    this.dialect = dialect;
  }

  /** What a base URL of this API ends in. */
  public String basePath() {
    return basePath;
  }

  Dialect dialect() {
    return dialect;
  }
}
