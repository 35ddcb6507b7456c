import { PlanDocument } from '@jari/contract';
import { Compile } from 'typebox/compile';
import { Settings } from 'typebox/system';
import type { PlaceInFile } from './check-plan.ts';
import type { Findings } from './findings.ts';

const schema = Compile(PlanDocument);
/** Of those that are found in one go; the rest show when these are mended. */
const ERRORS_MAX = 60;

/** Whether the value is a plan by its schema; what is wrong goes into the findings. */
export function isPlanDocument(
  value: unknown,
  findings: Findings,
  placeInFile: PlaceInFile,
): value is PlanDocument {
  if (schema.Check(value)) return true;
  for (const error of errorsOf(value)) {
    const { instancePath: place, keyword } = error;
    const problem = (at: string, message: string) => findings.problem(placeInFile(at), message);
    switch (keyword) {
      case 'required':
        for (const name of error.params.requiredProperties) problem(`${place}/${escape(name)}`, 'is missing');
        break;
      case 'additionalProperties':
        for (const name of error.params.additionalProperties) {
          problem(`${place}/${escape(name)}`, 'is not known here');
        }
        break;
      case 'minItems':
        problem(
          place,
          error.params.limit === 1 ? 'is empty' : `must have at least ${error.params.limit} entries`,
        );
        break;
      case 'boolean':
        // The same as additionalProperties, which names the member.
        break;
      case 'const':
        problem(place, `must be ${JSON.stringify(error.params.allowedValue)}`);
        break;
      case 'enum':
        problem(
          place,
          `must be one of ${error.params.allowedValues.map((each) => JSON.stringify(each)).join(', ')}`,
        );
        break;
      case 'minLength':
        problem(place, 'is empty');
        break;
      case 'type':
      case 'minimum':
      case 'maximum':
        problem(place, isNotFinite(value, place) ? 'must be a finite number' : error.message);
        break;
      default:
        problem(place, error.message);
    }
  }
  return false;
}

function errorsOf(value: unknown) {
  const { maxErrors } = Settings.Get();
  Settings.Set({ maxErrors: ERRORS_MAX });
  try {
    return schema.Errors(value);
  } finally {
    Settings.Set({ maxErrors });
  }
}

/** What stands at a JSON pointer. */
function isNotFinite(value: unknown, pointer: string): boolean {
  let at: unknown = value;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return false;
    at = Reflect.get(at, name);
  }
  return typeof at === 'number' && !Number.isFinite(at);
}

export function escape(name: string): string {
  return name.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');
}
