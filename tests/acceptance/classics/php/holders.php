<?php
// SPDX-License-Identifier: MIT
// holders.php HOLDER URL [mended]: adds to a container for each fetch.
class App
{
    public static array $kept = [];
    public array $cache = ['x' => []];
    private array $hidden = [];

    public function __get($name)
    {
        exit("__get was called\n");
    }

    public function hide(string $text): int
    {
        $this->hidden[] = $text;
        return count($this->hidden);
    }

    public function shift(): void
    {
        array_shift($this->hidden);
    }
}

// Neither may be loaded because it is looked for.
spl_autoload_register(fn ($name) => exit("autoload of $name\n"));
class Unused
{
    const LIMIT = Absent::LIMIT;
    public static $unused = Absent::LIMIT;
}

function remember(string $text, bool $mended): void
{
    static $cache = [];
    $cache[] = $text;
    if ($mended) {
        array_shift($cache);
    }
}

function run(string $url, bool $mended): void
{
    $mine = new SplObjectStorage();
    while (true) {
        file_get_contents($url);
        $object = new stdClass();
        $object->text = str_repeat('x', 800); // LOCAL
        $mine->attach($object);
        if ($mended) {
            $mine->detach($object);
        }
    }
}

[$_, $holder, $url] = $argv;
$mended = ($argv[3] ?? '') === 'mended';
$kept = [];
$app = new App();
$apps = ['first' => $app];
if ($holder === 'local') {
    run($url, $mended);
}
while (true) {
    file_get_contents($url);
    $text = str_repeat('x', 400); // TEXT
    switch ($holder) {
        case 'global':
            $kept[] = $text;
            $mended && array_shift($kept);
            break;
        case 'class':
            App::$kept[] = $text;
            $mended && array_shift(App::$kept);
            break;
        case 'function':
            remember($text, $mended);
            break;
        case 'object':
            $app->cache['x'][] = $text;
            $mended && array_shift($app->cache['x']);
            break;
        case 'private':
            $app->hide($text);
            $mended && $app->shift();
            break;
    }
}
