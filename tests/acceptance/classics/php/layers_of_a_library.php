<?php
// SPDX-License-Identifier: MIT
// Keeps what a library makes thirty calls below the program.
require __DIR__ . '/vendor/layers.php';

$kept = [];
while (true) {
    $body = file_get_contents($argv[1]);
    $copy = read_layers(30, fn () => $body); // LEAK
    if (($argv[2] ?? '') !== 'mended') {
        $kept[] = $copy;
    }
}
