// SPDX-License-Identifier: MIT
// derived_emitter.js URL [mended]: makes a logger with each request, of a class that is made with it,
// which listens to a transport that all share.
'use strict';

const { EventEmitter } = require('events');

const [url, manner] = process.argv.slice(2);

class Logger {
  constructor(transport) { // LEAK
    this.transport = transport;
    this.onError = (error) => (this.failed = error);
    this.onDrain = () => (this.isFull = false);
    transport.on('error', this.onError);
    transport.on('drain', this.onDrain);
  }
  close() {
    this.transport.off('error', this.onError);
    this.transport.off('drain', this.onDrain);
  }
}

function createLogger(transport) {
  class DerivedLogger extends Logger {}
  for (const level of ['info', 'warn']) DerivedLogger.prototype[level] = (text) => transport.emit(level, text);
  return new DerivedLogger(transport);
}

const transport = new EventEmitter().setMaxListeners(0);

(async () => {
  for (;;) {
    const logger = createLogger(transport);
    await (await fetch(url)).text();
    logger.info('fetched');
    if (manner === 'mended') logger.close();
  }
})();
