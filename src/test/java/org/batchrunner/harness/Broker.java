package org.batchrunner.harness;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.slf4j.LoggerFactory;

/** A real message broker, Artemis, at a free port of this machine. */
public final class Broker implements AutoCloseable {

  static {
    ((Logger) LoggerFactory.getLogger("org.apache.activemq")).setLevel(Level.WARN);
  }

  private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
  private final int port;

  /**
   * @param folder for what it keeps
   */
  public Broker(Path folder) {
    this(folder, 0);
  }

  /**
   * @param folder for what it keeps
   * @param wanted the port; 0 for a free one
   */
  Broker(Path folder, int wanted) {
    try {
      ConfigurationImpl configuration = new ConfigurationImpl();
      configuration.setPersistenceEnabled(false);
      configuration.setSecurityEnabled(false);
      configuration.setBrokerInstance(folder.toFile());
      configuration.addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + wanted);
      server.setConfiguration(configuration);
      server.start();
      port = server.getActiveMQServer().getRemotingService().getAcceptor("tcp").getActualPort();
    } catch (Exception e) {
      throw new IllegalStateException("the broker can't be started", e);
    }
  }

  public String url() {
    return "tcp://127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  public ConnectionFactory connections() {
    return new ActiveMQConnectionFactory(url());
  }

  /** Messages that wait in a queue or are with a consumer. */
  public long messages(String queue) {
    Queue found = server.getActiveMQServer().locateQueue(SimpleString.of(queue));
    return found == null ? 0 : found.getMessageCount();
  }

  /** How many listen to a queue. */
  public int consumers(String queue) {
    Queue found = server.getActiveMQServer().locateQueue(SimpleString.of(queue));
    return found == null ? 0 : found.getConsumerCount();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
