package org.batchrunner.web;

import org.springframework.context.ApplicationEvent;

/** The program is to start anew at once, at the same address: its settings have changed. */
public final class RestartRequested extends ApplicationEvent {

  private static final long serialVersionUID = 1L;

  RestartRequested(Object source) {
    super(source);
  }
}
