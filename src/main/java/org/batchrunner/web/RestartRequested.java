package org.batchrunner.web;

import org.springframework.context.ApplicationEvent;

/** Published if settings have changed, so that the program restarts at once at the same address. */
public final class RestartRequested extends ApplicationEvent {

  private static final long serialVersionUID = 1L;

  RestartRequested(Object source) {
    super(source);
  }
}
