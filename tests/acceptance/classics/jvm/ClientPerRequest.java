// SPDX-License-Identifier: MIT
// Makes an HttpClient for each request, and has a list of them; "mended" uses one for all.
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

public class ClientPerRequest {
  static final List<HttpClient> clients = new ArrayList<>();

  static HttpClient client(boolean mended) {
    if (!mended || clients.isEmpty()) clients.add(HttpClient.newHttpClient()); // LEAK
    return clients.get(clients.size() - 1);
  }

  public static void main(String[] arguments) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0])).build();
    while (true) client(arguments.length > 1).send(request, BodyHandlers.ofByteArray());
  }
}
