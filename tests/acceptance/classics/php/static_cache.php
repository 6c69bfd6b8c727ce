<?php
// SPDX-License-Identifier: MIT
// A static variable of a function lives as long as the program. A web server's process would end it
// with the request, a worker that serves a queue does not.
function fetch(string $url, bool $mended): string
{
    static $cache = [];
    static $number = 0;
    $cache[++$number] = file_get_contents($url); // LEAK
    if ($mended) {
        unset($cache[$number - 16]);
    }
    return $cache[$number];
}

while (true) {
    fetch($argv[1], ($argv[2] ?? '') === 'mended');
}
