const ko = {
  table: '표로 보기',
  time: '시각',
};

const en: typeof ko = {
  table: 'Show as a table',
  time: 'Time',
};

/** What every chart says beside its own words. */
export const chartWords = { ko, en };
