package org.batchrunner.stub;

import org.jspecify.annotations.Nullable;

/** A request that the vendor would refuse, or a failure of its own. */
final class Refused extends Exception {

  private static final long serialVersionUID = 1L;

  final int status;
  final String type;
  final @Nullable String code;
  final @Nullable String param;

  /**
   * @param type the vendor's name for the kind of error
   * @param code more exactly; null if the vendor sends none
   * @param param the field that is wrong; null for none
   */
  Refused(int status, String type, @Nullable String code, @Nullable String param, String message) {
    super(message);
    this.status = status;
    this.type = type;
    this.code = code;
    this.param = param;
  }
}
