// SPDX-License-Identifier: MIT
// Reads each reply, for ever or FETCHES times; "keep" keeps an array of 200 bytes for each, "whole" the
// reply. "count" instead of a URL prints how
// many bytes the runtime counts for each of 4,000 such arrays, and for the list.
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import javax.management.ObjectName;

public class Loop {
  static final List<byte[]> kept = new ArrayList<>();

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("count")) {
      count();
      return;
    }
    URL url = URI.create(arguments[0]).toURL();
    String manner = arguments.length > 1 ? arguments[1] : "";
    String fetches = System.getenv("FETCHES");
    for (long left = fetches != null ? Long.parseLong(fetches) : Long.MAX_VALUE; left > 0; --left) {
      byte[] reply;
      try (InputStream body = url.openStream()) {
        reply = body.readAllBytes();
      }
      if (manner.equals("keep")) kept.add(new byte[200]);
      if (manner.equals("whole")) kept.add(reply);
    }
  }

  static void count() throws Exception {
    final int objects = 4000;
    liveBytes();
    long before = liveBytes();
    for (int i = 0; i < objects; ++i) kept.add(new byte[200]);
    System.out.println((liveBytes() - before) / (double) objects);
  }

  // The last line of the class histogram is "Total OBJECTS BYTES".
  static long liveBytes() throws Exception {
    Object histogram = ManagementFactory.getPlatformMBeanServer().invoke(
        new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
        new Object[] {new String[0]}, new String[] {String[].class.getName()});
    String text = histogram.toString().strip();
    return Long.parseLong(text.substring(text.lastIndexOf(' ') + 1));
  }
}
