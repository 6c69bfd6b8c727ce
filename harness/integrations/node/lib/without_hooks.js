// SPDX-License-Identifier: MIT
// Loaded before a test file that runs as a worker: loads node:test without its hooks for asynchronous
// resources, which find the test of an uncaught exception, and make each fetch take half as long again.
'use strict';

const hooks = require('async_hooks');

const { createHook } = hooks;
const none = { enable: () => none, disable: () => none };
hooks.createHook = () => none;
require('node:test');
hooks.createHook = createHook;
