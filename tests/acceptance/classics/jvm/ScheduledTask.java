// SPDX-License-Identifier: MIT
import java.io.InputStream;
import java.net.URL;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** ScheduledTask URL [mended]: each client refreshes itself by an executor that all share. */
public class ScheduledTask {
    static final class Client {
        private static final ScheduledThreadPoolExecutor EXECUTOR =
                new ScheduledThreadPoolExecutor(1);

        static {
            EXECUTOR.setRemoveOnCancelPolicy(true);
        }

        private final byte[] flags = new byte[512];
        private final ScheduledFuture<?> refresh;

        Client() {
            refresh = EXECUTOR.scheduleAtFixedRate(() -> flags[0]++, 1, 1, TimeUnit.HOURS); // LEAK
        }

        int read(String url) throws Exception {
            try (InputStream in = new URL(url).openStream()) {
                return in.readAllBytes().length + flags[0];
            }
        }

        void close() {
            refresh.cancel(false);
        }
    }

    public static void main(String[] args) throws Exception {
        long bytes = 0;
        while (true) {
            Client client = new Client();
            bytes += client.read(args[0]);
            if (args.length > 1) {
                client.close();
            }
        }
    }
}
