// SPDX-License-Identifier: MIT
package org.example.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Starts a thread of its own until it is closed, and counts the bytes of each request's name. */
public class MonitoredClient implements AutoCloseable {
  private static final Map<String, long[]> COUNTS = new ConcurrentHashMap<>();

  private final Thread monitor = new Thread(this::watch, "monitor");

  public MonitoredClient() {
    monitor.setDaemon(true);
    monitor.start();
  }

  private void watch() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  public int get(URL url, String name) throws IOException {
    try (InputStream body = url.openStream()) {
      long[] count = COUNTS.computeIfAbsent(name, unknown -> new long[64]);
      count[0] += body.readAllBytes().length;
      return (int) count[0];
    }
  }

  @Override
  public void close() {
    monitor.interrupt();
  }
}
