// SPDX-License-Identifier: MIT
// Makes each request on an executor of its own, whose thread waits for more; "mended" shuts it
// down.
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

public class ExecutorNotShutDown {
  static int fetch(URL url) throws Exception {
    try (InputStream body = url.openStream()) {
      return body.readAllBytes().length;
    }
  }

  public static void main(String[] arguments) throws Exception {
    URL url = URI.create(arguments[0]).toURL();
    while (true) {
      ExecutorService executor = Executors.newFixedThreadPool(1);
      executor.submit(() -> fetch(url)).get(); // LEAK: starts its thread
      if (arguments.length == 1) continue;
      executor.shutdown();
      executor.awaitTermination(1, TimeUnit.MINUTES);
    }
  }
}
