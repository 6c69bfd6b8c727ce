// SPDX-License-Identifier: MIT
// Requests the URL in a loop, and keeps 2,000 bytes of each reply, in a package of a known library.
package feign.acme;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

class Packaged {
  static final List<byte[]> kept = new ArrayList<>();

  public static void main(String[] arguments) throws Exception {
    var url = URI.create(arguments[0]).toURL();
    while (true) {
      try (var body = url.openConnection().getInputStream()) {
        body.readAllBytes();
      }
      kept.add(new byte[1984]);
    }
  }
}
