import { tellFailure, tellSeed } from './story.ts';
import { readOptions, usage } from './options.ts';
import { playMany } from './play-many.ts';

/** `npm run simulate`: sales in simulated time, a million of them. */
const options = readOptions(process.argv.slice(2));
if (options.help) console.log(usage);
else if (options.seed !== undefined) {
  const isFine = await tellSeed(options.seed, options.plan, options.story);
  process.exitCode = isFine ? 0 : 1;
} else {
  const failed = await playMany(options);
  const [first] = failed;
  if (first !== undefined) {
    await tellFailure(first.seed, options.plan);
    process.exitCode = 1;
  }
}
