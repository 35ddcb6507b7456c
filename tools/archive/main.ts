import { archive } from './archive.ts';
import { readOptions, usage, UsageError } from './options.ts';

/** `npm run archive`: moves the old end of an event's log to a file. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === undefined) {
    console.log(usage);
    return;
  }
  const { file, changes, removed } = await archive(options);
  if (removed > 0 && file === undefined)
    console.log(`Removed ${removed} changes that a former run had written.`);
  console.log(
    file === undefined
      ? 'Nothing else is old enough, or it is still needed: by retries for a day, and by webhooks that were not told of it.'
      : `${changes} changes are in ${file}; ${removed} were removed.`,
  );
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  if (error instanceof UsageError) console.error(`\n${usage}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
