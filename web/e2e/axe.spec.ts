import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './support/test.ts';
import { walkThrough } from './support/walk.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing to object to on any screen, ${colorScheme}`, async ({ theatre, newVisitor }) => {
    // Colours are measured where they end up, not on their way.
    const visitor = await newVisitor({ colorScheme, reducedMotion: 'reduce' });
    await walkThrough(visitor, theatre, async (screen) => {
      const { violations } = await new AxeBuilder({ page: visitor.page }).analyze();
      const found = violations.map(({ id, nodes }) => ({
        id,
        where: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary ?? ''}`),
      }));
      expect.soft(found, screen).toEqual([]);
    });
  });
}
