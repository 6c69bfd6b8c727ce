<?php
// SPDX-License-Identifier: MIT
// Keeps a text per fetch in an array with an awkward name, beside a hundred thousand objects in a
// cycle. No code of its class may run because the way to that array is sought.
class Link
{
    public $next;
    public array $texts = [];

    public function __get($name)
    {
        exit("__get was called\n");
    }

    public function __destruct()
    {
        exit("a destructor was called\n");
    }
}

spl_autoload_register(fn ($name) => exit("$name was loaded\n"));
$first = $last = new Link();
unset($first->none);
for ($i = 0; $i < 100000; $i++) {
    $last = $last->next = new Link();
}
$last->next = $first;
$kept = [];
while (true) {
    file_get_contents($argv[1]);
    $kept["a\tb\n\"'\x80"][] = str_repeat('x', 1000); // LEAK
}
