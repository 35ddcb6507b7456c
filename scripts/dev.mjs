// `npm run dev`: API and web app from their sources, each restarted when it changes. Ctrl-C ends both.
import { spawn } from 'node:child_process';
import { inRoot, root, toolFile } from './lib/paths.mjs';

const commands = [
  {
    args: [toolFile('', 'tsx'), 'watch', '--conditions=jari-source', 'server/src/main.ts'],
    cwd: root,
  },
  { args: [toolFile('web', 'vite'), 'dev'], cwd: inRoot('web') },
];

const children = commands.map(({ args, cwd }) => spawn(process.execPath, args, { cwd, stdio: 'inherit' }));

/** @param {NodeJS.Signals} signal */
const endAll = (signal) => {
  for (const child of children) child.kill(signal);
};
process.on('SIGINT', () => endAll('SIGINT')).on('SIGTERM', () => endAll('SIGTERM'));

// One without the other is of no use: when one ends, whatever the reason, so does the other.
for (const child of children) {
  child.once('exit', (code) => {
    process.exitCode ||= code ?? 0;
    endAll('SIGTERM');
  });
}
