import { apiPage } from './api-page.ts';
import { describeApp } from './describe-app.ts';
import { reasonsPage } from './reasons-page.ts';

/** Every generated page with the text it must have: a function of the sources, and of nothing else. */
export async function generatedPages(): Promise<{ readonly path: string; readonly text: string }[]> {
  return [
    { path: 'docs/api-spec.md', text: apiPage(await describeApp()) },
    { path: 'docs/reasons.md', text: reasonsPage() },
  ];
}
