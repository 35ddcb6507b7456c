type Detail = Readonly<Record<string, unknown>>;

const of = (detail: Detail, name: string) => rawValue(detail[name]);

const rawValue = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '–';

/** What is noted of keys and webhooks, in a sentence. */
export const integrationActions = {
  'api_key.created': {
    ko: (d: Detail) => `${of(d, 'name')}의 API 키를 만들었어요`,
    en: (d: Detail) => `Made an API key for ${of(d, 'name')}`,
  },
  'api_key.revoked': {
    ko: (d: Detail) => `${of(d, 'name')}의 API 키를 폐기했어요`,
    en: (d: Detail) => `Revoked an API key of ${of(d, 'name')}`,
  },
  'webhook.created': {
    ko: (d: Detail) => `${of(d, 'host')}에 알리는 웹훅을 추가했어요`,
    en: (d: Detail) => `Added a webhook to ${of(d, 'host')}`,
  },
  'webhook.changed': {
    ko: (d: Detail) => `웹훅 ${of(d, 'id')}의 설정을 바꿨어요`,
    en: (d: Detail) => `Changed the webhook ${of(d, 'id')}`,
  },
  'webhook.rotated': {
    ko: (d: Detail) => `웹훅 ${of(d, 'id')}의 비밀 값을 새로 만들었어요`,
    en: (d: Detail) => `Made a new secret for the webhook ${of(d, 'id')}`,
  },
  'webhook.resent': {
    ko: (d: Detail) => `${of(d, 'message')} 알림을 다시 보냈어요`,
    en: (d: Detail) => `Sent ${of(d, 'message')} again`,
  },
  'webhook.deleted': {
    ko: (d: Detail) => `웹훅 ${of(d, 'id')}을(를) 삭제했어요`,
    en: (d: Detail) => `Deleted the webhook ${of(d, 'id')}`,
  },
} as const;
