<?php
// SPDX-License-Identifier: MIT
// A library with many layers; the name of its folder is that of Composer's packages.
function read_layers(int $layers, callable $read): string
{
    return $layers === 0 ? strrev($read()) : read_layers($layers - 1, $read);
}
