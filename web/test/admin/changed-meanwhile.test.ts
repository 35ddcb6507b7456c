import { describe, expect, it } from 'vitest';
import { bringTogether, setValue } from '#lib/admin/event-form/changed-meanwhile.ts';
import { newDraft } from '#lib/admin/event-form/event-draft.ts';

const base = { ...newDraft(), titleKo: '꿈', venueKo: '소극장', prices: { Stalls: '50', Balcony: '30' } };

describe('two organisers with one event', () => {
  it('keeps what was typed here, and takes everything else as it is stored now', () => {
    const draft = {
      ...base,
      titleKo: '내 제목',
      holdTtlSeconds: '90',
      prices: { Stalls: '55', Balcony: '30' },
    };
    const stored = {
      ...{ ...base, titleKo: '그분 제목', venueKo: '대극장', noSingleSeats: true },
      prices: { Stalls: '60', Balcony: '35', Boxes: '90' },
    };
    const together = bringTogether(base, draft, stored);
    expect(together.draft).toEqual({
      ...{ ...stored, titleKo: '내 제목', holdTtlSeconds: '90' },
      prices: { Stalls: '55', Balcony: '35', Boxes: '90' },
    });
    expect(together.changes).toEqual([
      { field: 'titleKo', theirs: '그분 제목', mine: '내 제목' },
      { field: 'venueKo', theirs: '대극장', mine: undefined },
      { field: 'noSingleSeats', theirs: true, mine: undefined },
      { field: 'prices.Stalls', theirs: '60', mine: '55' },
      { field: 'prices.Balcony', theirs: '35', mine: undefined },
      { field: 'prices.Boxes', theirs: '90', mine: undefined },
    ]);
    // Nothing that was given is another now.
    expect(draft.prices.Balcony).toBe('30');
  });

  it('has nothing to tell where both have typed the same, or only one has', () => {
    const draft = { ...base, titleKo: '같은 제목' };
    expect(bringTogether(base, draft, draft)).toEqual({ draft, changes: [] });
    expect(bringTogether(base, draft, base)).toEqual({ draft, changes: [] });
  });

  it('gives a field what the other one has saved', () => {
    const draft = structuredClone(base);
    setValue(draft, 'titleKo', '그분 제목');
    setValue(draft, 'noSingleSeats', true);
    setValue(draft, 'prices.Stalls', '60');
    expect(draft).toMatchObject({ titleKo: '그분 제목', noSingleSeats: true, prices: { Stalls: '60' } });
  });
});
