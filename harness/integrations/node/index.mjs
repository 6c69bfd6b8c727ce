// SPDX-License-Identifier: MIT
export { doesNotLeak, LeakError } from './index.js';
