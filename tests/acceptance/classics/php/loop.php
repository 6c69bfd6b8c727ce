<?php
// SPDX-License-Identifier: MIT
// loop.php URL [keep200 | keep]: fetches for ever, or FETCHES times, and may keep 200 bytes per fetch,
// the terminating zero among them, or the whole reply. loop.php counted: prints how many bytes PHP counts for each of 4,000 that are kept.
$kept = [];

function keep(array &$kept): void
{
    $kept[] = str_pad('', 199, 'x'); // LEAK
}

if ($argv[1] === 'counted') {
    $before = memory_get_usage();
    for ($i = 0; $i < 4000; $i++) {
        keep($kept);
    }
    echo (memory_get_usage() - $before) / 4000, "\n";
    exit;
}

$handle = curl_init($argv[1]);
curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
$fetches = getenv('FETCHES') ?: PHP_INT_MAX;
while ($fetches-- > 0) {
    $body = curl_exec($handle);
    if (($argv[2] ?? '') === 'keep') {
        $kept[] = $body;
    }
    if (($argv[2] ?? '') === 'keep200') {
        keep($kept);
    }
}
