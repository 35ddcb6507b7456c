/** Sources that are changed in one go, and asked of the same tests. */
export interface Part {
  readonly name: string;
  readonly sources: readonly string[];
  readonly tests: readonly string[];
}

// Left out of the tests of the domain: what takes seconds and is about one source, which names it itself.
const domain = [
  'server/test/domain/!(*.property|intentional-failure|place-store|plan-hall|plan-text|waiting-line).test.ts',
  'server/test/domain/hold-time.property.test.ts',
];
const boxOffice = ['server/test/box-office/*.test.ts'];

const part = (folder: string, names: string, tests: readonly string[]): Part => {
  const files = names.split(' ');
  return {
    name: `${folder}/${files[0] ?? ''}`,
    sources: files.map((file) => `server/src/${folder}/${file}.ts`),
    tests,
  };
};
const own = (name: string) => [`server/test/domain/${name}.test.ts`];

/** From what would hurt most. */
export const parts: readonly Part[] = [
  part('domain/decide', 'hold', domain),
  part('domain/decide', 'reserve transfer desk intervene decide', domain),
  part('domain', 'policies hold-validity admission sale refusal', domain),
  part('domain/decide', 'decision', domain),
  part('domain', 'seat-map draft-seat-map committed-seat-map', domain),
  part('domain/decide', 'serve-line stand-in-line', domain),
  part('domain', 'user-place hold-time', domain),
  part('domain', 'seat-line event seat prices', domain),
  part('domain', 'log-chain change-codec', domain),
  part('domain', 'waiting-line', own('waiting-line')),
  part('domain', 'place-store', own('place-store')),
  part('domain', 'best-available block-search free-runs hall-runs ranks', [
    ...own('best-available'),
    ...own('best-available.property'),
    ...own('seat-map'),
  ]),
  part('domain', 'hall hall-layout', domain),
  part('domain', 'plan-hall plan-text in-steps', [
    ...own('plan-hall'),
    ...own('plan-text'),
    ...own('prices'),
  ]),
  part('box-office', 'recorder proposal flight', boxOffice),
  part('box-office', 'replica expiry ledger-clock append-pace', boxOffice),
  part('box-office', 'box-office answer-desk command-queue failed-flights', boxOffice),
  part('box-office', 'lost-races tend-line known-events listed-events', boxOffice),
  part('box-office', 'doors door-rules', [...boxOffice, 'server/test/http/crowd.test.ts']),
  part('box-office', 'box-offices empty-hall forgetting options turns work-turn', boxOffice),
];

/** The tests of a part. Throws where there is no such part. */
export function testsOf(name: string): readonly string[] {
  const found = parts.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no part is called ${name}`);
  return found.tests;
}
