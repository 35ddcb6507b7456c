import type { PlanArea } from '@jari/contract';

/** What the thing that everybody looks at is called on plans. */
const STAGE =
  /무대|경기장|그라운드|舞台|ステージ|bühne|\b(?:stage|b(?:ue?)hne|sc[eè]ne|escenario|palco|podium|screen|leinwand|field|pitch|court)(?!\p{L})/iu;

/** pretix's plans do not say where everybody looks, but nearly all of them draw a stage with its name on it. */
export function findFocus(areas: readonly PlanArea[]): { x: number; y: number } | undefined {
  const stage = areas.find(({ text }) => text !== undefined && STAGE.test(text.content));
  return stage === undefined ? undefined : middleOf(stage);
}

function middleOf(area: PlanArea): { x: number; y: number } {
  const { x, y, points, width = 0, height = 0, rotation = 0, text } = area;
  switch (area.shape) {
    case 'rectangle':
      return turned(area, width / 2, height / 2, rotation);
    case 'polygon': {
      const [xs, ys] = [(points ?? []).map((point) => point.x), (points ?? []).map((point) => point.y)];
      return turned(
        area,
        (Math.min(...xs) + Math.max(...xs)) / 2,
        (Math.min(...ys) + Math.max(...ys)) / 2,
        rotation,
      );
    }
    case 'circle':
    case 'ellipse':
      return { x, y };
    default:
      return turned(area, text?.x ?? 0, text?.y ?? 0, rotation);
  }
}

/** Shapes turn around their own position. */
function turned({ x, y }: PlanArea, dx: number, dy: number, degrees: number): { x: number; y: number } {
  if (degrees === 0) return { x: x + dx, y: y + dy };
  const angle = (degrees * Math.PI) / 180;
  return {
    x: x + dx * Math.cos(angle) - dy * Math.sin(angle),
    y: y + dx * Math.sin(angle) + dy * Math.cos(angle),
  };
}
