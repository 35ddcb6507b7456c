// Runs the commands of one check, all of them even when one fails, so that one run shows every problem.
import { spawnSync } from 'node:child_process';
import { checks, workingFolder } from './lib/tasks.mjs';

const commands = checks[process.argv[2] ?? '']?.();
if (commands === undefined) {
  console.error(`Usage: node scripts/check.mjs ${Object.keys(checks).join('|')}`);
  process.exit(2);
}

const failed = commands.filter((command) => {
  const { status } = spawnSync(process.execPath, [command.file, ...command.args], {
    cwd: workingFolder(command),
    stdio: 'inherit',
  });
  return status !== 0;
});
if (failed.length > 0) {
  console.error(`Failed: ${failed.map((command) => command.name).join(', ')}`);
  process.exit(1);
}
