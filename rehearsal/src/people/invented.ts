/** Names that say that nobody is meant: one look at a list of guests shows where they come from. */
export const INVENTED_NAME = '리허설 손님';

/** Areas of the North American numbering plan; in each of them 555-0100 to 555-0199 are kept for fiction. */
const AREAS = [202, 212, 213, 305, 312, 404, 415, 503, 512, 617, 702, 713, 720, 801, 808, 901, 907, 917];

/** What the numbers of all of them have in common, as they are kept. */
export const INVENTED_PHONE_PART = '55501';

export interface InventedPerson {
  readonly user_name: string;
  readonly phone: string;
}

/** Name and phone of the nth person: numbers that no telephone has. */
export function inventedPerson(index: number): InventedPerson {
  const area = AREAS[Math.floor(index / 100) % AREAS.length] ?? 202;
  const line = String(index % 100).padStart(2, '0');
  return {
    user_name: `${INVENTED_NAME} ${String(index + 1)}`,
    phone: `+1${String(area)}${INVENTED_PHONE_PART}${line}`,
  };
}
