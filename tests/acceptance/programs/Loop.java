// SPDX-License-Identifier: MIT
// Requests the URL in a loop; keeps 2,000 bytes of each reply if a second argument is given.
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

class Loop {
  public static void main(String[] arguments) throws Exception {
    var url = URI.create(arguments[0]).toURL();
    List<byte[]> kept = new ArrayList<>();
    while (true) {
      try (var body = url.openConnection().getInputStream()) {
        body.readAllBytes();
      }
      if (arguments.length > 1) kept.add(new byte[1984]);  // and a header of 16 bytes
    }
  }
}
