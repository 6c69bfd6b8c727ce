<?php
// SPDX-License-Identifier: MIT
// kept_opened.php file|dir|stream|socket|curl URL [mended]: opens something for each fetch, and keeps it open.
[$_, $what, $url] = $argv;
$kept = [];
$path = (parse_url($url, PHP_URL_PATH) ?: '/');

function request($connection, string $path): string
{
    fwrite($connection, "GET $path HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n");
    for ($size = 0; ($line = fgets($connection)) !== false && trim($line) !== '';) {
        if (stripos($line, 'content-length:') === 0) {
            $size = (int) substr($line, 15);
        }
    }
    return (string) stream_get_contents($connection, $size);
}

$open = [
    'file' => fn () => [fopen(__FILE__, 'r'), file_get_contents($url)],
    'dir' => fn () => [opendir(__DIR__), file_get_contents($url)],
    'stream' => fn () => [fopen($url, 'r')],
    'socket' => function () use ($url, $path) {
        $connection = stream_socket_client('tcp://127.0.0.1:' . parse_url($url, PHP_URL_PORT));
        request($connection, $path);
        return [$connection];
    },
    'curl' => function () use ($url) {
        $handle = curl_init($url);
        curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
        curl_exec($handle);
        return [$handle];
    },
][$what];

while (true) {
    $opened = $open();
    if (($argv[3] ?? '') !== 'mended') {
        $kept[] = $opened;
    }
}
