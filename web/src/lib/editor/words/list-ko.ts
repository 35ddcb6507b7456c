/** The words of the list of halls. */
export const listKo = {
  title: '공연장',
  advice:
    '공연장은 한 번 저장하면 바뀌지 않아요. 고쳐서 저장하면 새 공연장이 되고, 전에 것을 쓰는 공연은 그대로예요.',
  create: '새로 그리기',
  import: '파일 가져오기',
  importHelp: '자리 JSON, pretix JSON 또는 CSV 표',
  importing: '가져오는 중…',
  imported: '공연장을 가져왔어요',
  importNotes: '가져오면서 바뀐 것과 살펴볼 것',
  importRefused: '이 파일은 가져올 수 없어요',
  importUnreadable: {
    title: '이 파일을 읽을 수 없어요',
    advice: '파일을 열어 둔 프로그램을 닫고 다시 골라 주세요.',
  },
  more: (count: number) => `그 밖에 ${count}가지`,
  templates: '본보기에서 시작하기',
  template: { grid: '격자', theatre: '소극장', hall: '콘서트홀', arena: '아레나', stadium: '경기장' },
  drafts: '그리던 것',
  draftsHelp: '이 기기에만 있어요. 저장하면 모두가 쓸 수 있어요.',
  changed: (when: string) => `${when}에 고침`,
  go: '이어서 그리기',
  drop: '버리기',
  dropTitle: (name: string) => `‘${name}’ 그림을 버릴까요?`,
  dropAdvice: '이 기기에만 있는 그림이라 되살릴 수 없어요.',
  keep: '그대로 두기',
  plans: '저장한 공연장',
  none: '아직 공연장이 없어요. 새로 그리거나, 본보기에서 시작하거나, 파일을 가져오세요.',
  open: '열기',
  sections: (count: number) => `${count}개 구역`,
  preview: (name: string) => `${name}의 도면`,
};
export type ListWords = typeof listKo;
