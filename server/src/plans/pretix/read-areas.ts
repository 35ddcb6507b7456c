import type { PlanArea } from '@jari/contract';
import { readColor } from '../colors.ts';
import type { Findings } from '../findings.ts';
import type { Members } from '../members.ts';

type Shape = Omit<PlanArea, 'x' | 'y' | 'text' | 'rotation' | 'kept'>;
type Point = { readonly x: number; readonly y: number };

const TEXT_MAX = 200;

/** What a zone draws besides its seats, moved to where the zone lies. */
export function readAreas(zone: Members, offset: Point, findings: Findings): PlacedArea[] {
  return zone.list('areas').flatMap((area) => {
    const read = readArea(area, offset, findings);
    area.ignoreRest();
    if (read !== undefined) return [{ area: read, place: area.place }];
    findings.note(area.place, 'was left out: there is nothing to draw that is known here');
    return [];
  });
}

export interface PlacedArea {
  readonly area: PlanArea;
  readonly place: string;
}

function readArea(area: Members, offset: Point, findings: Findings): PlanArea | undefined {
  const shape = readShape(area);
  const position = area.point('position') ?? { x: 0, y: 0 };
  const text = readText(area, findings);
  if (shape === undefined) return undefined;
  if (shape.shape === 'text' && text === undefined) return undefined;
  const rotation = area.number('rotation') ?? 0;
  return {
    ...shape,
    x: position.x + offset.x,
    y: position.y + offset.y,
    ...color(area, 'color', findings),
    ...color(area, 'border_color', findings),
    // Some programs turn things round and round.
    ...(rotation === 0 ? {} : { rotation: Math.abs(rotation) <= 360 ? rotation : rotation % 360 }),
    ...(text === undefined ? {} : { text }),
    ...area.kept('uuid'),
  };
}

function readShape(area: Members): Shape | undefined {
  const name = area.text('shape');
  // Programs leave the members of other shapes behind when a shape is changed.
  const rectangle = area.object('rectangle');
  const circle = area.object('circle');
  const ellipse = area.object('ellipse');
  const polygon = area.object('polygon');
  // The oldest plans know rectangles only, without a name for the shape.
  const source = rectangle ?? area;
  switch (name === '' ? 'rectangle' : name) {
    case 'rectangle': {
      const [width, height] = [source.number('width'), source.number('height')];
      if (width === undefined || height === undefined) return undefined;
      return { shape: 'rectangle', width: Math.abs(width), height: Math.abs(height) };
    }
    case 'circle': {
      const radius = circle?.number('radius');
      return radius === undefined ? undefined : { shape: 'circle', radius_x: Math.abs(radius) };
    }
    case 'ellipse': {
      const radius = ellipse?.point('radius');
      if (radius === undefined) return undefined;
      return { shape: 'ellipse', radius_x: Math.abs(radius.x), radius_y: Math.abs(radius.y) };
    }
    case 'polygon': {
      const points = polygon?.list('points').map((point) => ({
        x: point.number('x') ?? 0,
        y: point.number('y') ?? 0,
      }));
      return points === undefined || points.length < 3 ? undefined : { shape: 'polygon', points };
    }
    case 'text':
      return { shape: 'text' };
    default:
      return undefined;
  }
}

function readText(area: Members, findings: Findings): PlanArea['text'] {
  if (typeof area.any('text') === 'string') {
    // As the oldest plans had it.
    const content = area.text('text');
    return content.trim() === '' ? undefined : { content: cut(content, area.at('text'), findings) };
  }
  const text = area.object('text');
  const content = text?.text('text') ?? '';
  if (text === undefined || content.trim() === '') return undefined;
  const size = text.number('size');
  const position = text.point('position') ?? { x: 0, y: 0 };
  const read = {
    content: cut(content, text.at('text'), findings),
    ...position,
    ...(size === undefined ? {} : { size: Math.max(1, size) }),
    ...color(text, 'color', findings),
  };
  text.ignoreRest();
  return read;
}

function cut(content: string, place: string, findings: Findings): string {
  if (content.length <= TEXT_MAX) return content;
  findings.note(place, `was cut after ${TEXT_MAX} characters`);
  return content.slice(0, TEXT_MAX);
}

function color<Name extends 'color' | 'border_color'>(
  from: Members,
  name: Name,
  findings: Findings,
): { [key in Name]?: string } {
  const text = from.text(name);
  if (text === '' || text === 'none') return {};
  const read = readColor(text);
  if (read === undefined) {
    if (text !== 'transparent') findings.note(from.at(name), 'is no colour known here, and was left out');
    return {};
  }
  const found: { [key in Name]?: string } = {};
  found[name] = read;
  return found;
}
