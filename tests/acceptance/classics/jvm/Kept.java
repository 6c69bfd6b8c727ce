// SPDX-License-Identifier: MIT
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;

/** Keeps something of each fetch, where the second argument says; "mended": nothing. */
public class Kept {
  private static final Map<String, byte[]> byUrl = new HashMap<>();
  private static final ThreadLocal<List<byte[]>> perThread =
      ThreadLocal.withInitial(ArrayList::new);
  private static final List<Throwable> failures = new ArrayList<>();

  interface Listener {
    void fetched(byte[] body);
  }

  static class Registry {
    static final Registry instance = new Registry();
    private final List<Listener> listeners = new ArrayList<>();
  }

  static class Session {
    private final LinkedList<byte[]> bodies = new LinkedList<>();

    class Reply {
      final byte[] body;

      Reply(byte[] body) {
        this.body = body;
      }
    }
  }

  static byte[] fetch(String url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
    try (InputStream in = connection.getInputStream()) {
      return in.readAllBytes();
    }
  }

  public static void main(String[] arguments) throws Exception {
    String where = arguments[1];
    Session session = new Session();
    List<Session.Reply> replies = new ArrayList<>();
    for (int i = 0; ; ++i) {
      byte[] body = fetch(arguments[0]);
      switch (where) {
        case "map" -> byUrl.put(arguments[0] + "?" + i, body);
        case "thread-local" -> perThread.get().add(body);
        case "listeners" -> Registry.instance.listeners.add(ignored -> body.clone());
        case "local" -> session.bodies.add(body);
        case "inner" -> replies.add(session.new Reply(body));
        case "failures" -> failures.add(new IOException("status " + body.length));
        default -> {}
      }
    }
  }
}
