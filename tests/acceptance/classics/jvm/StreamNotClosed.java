// SPDX-License-Identifier: MIT
// Looks at the status of each reply and leaves its body unread; "mended" closes the body.
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

public class StreamNotClosed {
  public static void main(String[] arguments) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0])).build();
    boolean mended = arguments.length > 1;
    long replies = 0;
    while (true) {
      HttpResponse<InputStream> reply = client.send(request, BodyHandlers.ofInputStream()); // LEAK
      if (mended) reply.body().close();
      if (reply.statusCode() == 200) ++replies;
    }
  }
}
