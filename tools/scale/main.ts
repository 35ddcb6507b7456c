import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { scalePage } from './page.ts';

/** `npm run scale`: plays the crowds of the model and writes docs/scale.md anew. */
const file = new URL('../../docs/scale.md', import.meta.url).pathname;
const options = await resolveConfig(file);
writeFileSync(file, await format(scalePage(), { ...options, filepath: file }));
console.log('Wrote docs/scale.md');
