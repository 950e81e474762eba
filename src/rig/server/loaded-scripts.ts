import { Session } from 'node:inspector';
import type { Scripts } from './report-messages.js';

/**
 * Counts the files of code that this process has loaded, CommonJS and ES modules alike: a debugger that is attached is
 * told of every script that there is (Chrome DevTools Protocol, Debugger.scriptParsed).
 */
export function loadedScripts(): Scripts {
  const session = new Session();
  session.connect();
  try {
    let fileCount = 0;
    session.on('Debugger.scriptParsed', ({ params: { url } }) => {
      if (url.startsWith('file:') || url.startsWith('/')) fileCount++;
    });
    session.post('Debugger.enable');
    return { fileCount };
  } finally {
    session.disconnect();
  }
}
