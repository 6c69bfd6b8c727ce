// SPDX-License-Identifier: MIT
// Uses a library, which is in a jar: gives each request a name of its own ("names"), makes a client
// for each ("clients"), or neither.
package com.acme;

import java.net.URI;
import java.net.URL;
import org.example.client.MonitoredClient;

public class UsesLibrary {
  static int fetchByName(MonitoredClient client, URL url, int number) throws Exception {
    return client.get(url, "request " + number);
  }

  static int fetchOnce(URL url) throws Exception {
    MonitoredClient client = new MonitoredClient();
    return client.get(url, "request");
  }

  public static void main(String[] arguments) throws Exception {
    URL url = URI.create(arguments[0]).toURL();
    String fault = arguments.length > 1 ? arguments[1] : "";
    MonitoredClient client = new MonitoredClient();
    for (int number = 0; true; ++number) {
      switch (fault) {
        case "names" -> fetchByName(client, url, number);
        case "clients" -> fetchOnce(url);
        default -> client.get(url, "request");
      }
    }
  }
}
