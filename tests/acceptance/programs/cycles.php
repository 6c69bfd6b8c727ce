<?php
// SPDX-License-Identifier: MIT
// Fetches in a loop of events that wakes up each millisecond, as those of asynchronous clients do.
class Cycle
{
    public Cycle $self;
    public static int $destroyed = 0;

    public function __construct()
    {
        $this->self = $this;
    }

    public function __destruct()
    {
        self::$destroyed += count(explode(' ', str_repeat('a ', 50)));
    }
}

function fetch(string $host, int $port, string $path): void
{
    $socket = stream_socket_client("tcp://$host:$port");
    fwrite($socket, "GET $path HTTP/1.1\r\nHost: $host\r\nConnection: close\r\n\r\n");
    stream_set_blocking($socket, false);
    while (!feof($socket)) {
        new Cycle();
        $reads = [$socket];
        $none = null;
        if (stream_select($reads, $none, $none, 0, 1000)) {
            fread($socket, 8192);
        }
    }
    fclose($socket);
}

function keep(array &$kept): void
{
    $kept[] = str_repeat('x', 1000); // LEAK
}

$url = parse_url($argv[1]);
$kept = [];
while (true) {
    fetch($url['host'], $url['port'], $url['path']);
    keep($kept);
}
