import Type, { type Static } from 'typebox';

/** The largest hall that is accepted: the largest that the web app was measured with. */
export const PLAN_SEATS_MAX = 200_000;

/** Names a plan by its contents: the first 32 hex digits of the SHA-256 of its canonical form. */
export const PLAN_ID_PATTERN = '^[0-9a-f]{32}$';
export const PlanId = Type.String({ pattern: PLAN_ID_PATTERN, description: 'Names a plan by its contents.' });

const Coordinate = Type.Number({ minimum: -1_000_000, maximum: 1_000_000 });
const Name = Type.String({ minLength: 1, maxLength: 100 });
/** A number, or letters: whatever is written on the seat. */
const Number = Type.String({ minLength: 1, maxLength: 40 });
const Color = Type.String({ pattern: '^#[0-9a-f]{6}$', description: 'e.g. "#7a5cff"' });
const Point = Type.Object({ x: Coordinate, y: Coordinate }, { additionalProperties: false });
/** What another program says about a thing and Jari does not use; given back when exported for that program. */
const Kept = Type.Record(
  Type.String({ minLength: 1, maxLength: 40 }),
  Type.Union([Type.String({ maxLength: 200 }), Type.Number(), Type.Boolean(), Type.Null()]),
  { maxProperties: 10, description: 'What another program says about it; given back on export.' },
);

/** What is special about a seat. */
export const SeatMark = Type.Enum(['wheelchair', 'companion', 'restricted_view', 'aisle', 'easy_access']);
export type SeatMark = Static<typeof SeatMark>;

export const PlanSeat = Type.Object(
  {
    number: Number,
    x: Coordinate,
    y: Coordinate,
    category: Type.Optional(Name),
    marks: Type.Optional(Type.Array(SeatMark, { uniqueItems: true, minItems: 1 })),
    /** How another program calls it; kept, and given back on export. */
    guid: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    kept: Type.Optional(Kept),
  },
  { additionalProperties: false },
);
export type PlanSeat = Static<typeof PlanSeat>;

/** Seats side by side, in the order in which they stand. A wide gap between two of them is an aisle. */
export const PlanRow = Type.Object(
  {
    name: Type.String({ maxLength: 100, description: 'May be empty where rows have no name.' }),
    category: Type.Optional(Name),
    seats: Type.Array(PlanSeat, { minItems: 1 }),
    kept: Type.Optional(Kept),
  },
  { additionalProperties: false },
);
export type PlanRow = Static<typeof PlanRow>;

/** Places without seats: a quantity, and somewhere to write its name. */
export const PlanStanding = Type.Object(
  {
    capacity: Type.Integer({ minimum: 1, maximum: PLAN_SEATS_MAX }),
    category: Name,
    /** The outline of the area, at least three points. */
    outline: Type.Array(Point, { minItems: 3, maxItems: 200 }),
  },
  { additionalProperties: false },
);
export type PlanStanding = Static<typeof PlanStanding>;

export const PlanSection = Type.Object(
  {
    name: Name,
    rows: Type.Optional(Type.Array(PlanRow, { minItems: 1 })),
    standing: Type.Optional(PlanStanding),
    kept: Type.Optional(Kept),
  },
  { additionalProperties: false, description: 'Either rows or standing.' },
);
export type PlanSection = Static<typeof PlanSection>;

/** Something drawn that is no seat: the stage, a wall, a word. */
export const PlanArea = Type.Object(
  {
    shape: Type.Enum(['rectangle', 'circle', 'ellipse', 'polygon', 'text']),
    /** The top left corner of a rectangle, the centre of a circle or ellipse, the origin of a polygon's points. */
    x: Coordinate,
    y: Coordinate,
    width: Type.Optional(Type.Number({ minimum: 0, maximum: 1_000_000 })),
    height: Type.Optional(Type.Number({ minimum: 0, maximum: 1_000_000 })),
    radius_x: Type.Optional(Type.Number({ minimum: 0, maximum: 1_000_000 })),
    radius_y: Type.Optional(Type.Number({ minimum: 0, maximum: 1_000_000 })),
    points: Type.Optional(Type.Array(Point, { minItems: 3, maxItems: 1_000 })),
    /** Degrees, clockwise. */
    rotation: Type.Optional(Type.Number({ minimum: -360, maximum: 360 })),
    color: Type.Optional(Color),
    border_color: Type.Optional(Color),
    text: Type.Optional(
      Type.Object(
        {
          content: Type.String({ maxLength: 200 }),
          /** Where its centre is, from the area's own x and y; there when they are missing. */
          x: Type.Optional(Coordinate),
          y: Type.Optional(Coordinate),
          size: Type.Optional(Type.Number({ minimum: 1, maximum: 10_000 })),
          color: Type.Optional(Color),
        },
        { additionalProperties: false },
      ),
    ),
    kept: Type.Optional(Kept),
  },
  { additionalProperties: false },
);
export type PlanArea = Static<typeof PlanArea>;

export const PlanCategory = Type.Object({ name: Name, color: Color }, { additionalProperties: false });
export type PlanCategory = Static<typeof PlanCategory>;

/**
 * The drawing of a hall: our own format. Seats are numbered 1…n in the order in which they stand here, the
 * places of a standing area too. A seat takes its row's category when it names none.
 */
export const PlanDocument = Type.Object(
  {
    format: Type.Literal('jari-plan'),
    version: Type.Literal(1),
    name: Type.String({ minLength: 1, maxLength: 200 }),
    categories: Type.Array(PlanCategory, { minItems: 1, maxItems: 100 }),
    sections: Type.Array(PlanSection, { minItems: 1, maxItems: 2_000 }),
    areas: Type.Optional(Type.Array(PlanArea, { maxItems: 2_000 })),
    /** Where everybody looks. The centre of the top edge when it is missing. */
    focus: Type.Optional(Point),
    kept: Type.Optional(Kept),
  },
  { additionalProperties: false },
);
export type PlanDocument = Static<typeof PlanDocument>;

/** What there is to say of a plan without drawing it. */
export const PlanSummary = Type.Object({
  id: PlanId,
  name: Type.String(),
  seat_count: Type.Integer({ minimum: 1, maximum: PLAN_SEATS_MAX }),
  sections: Type.Array(
    Type.Object({
      name: Type.String(),
      seat_count: Type.Integer({ minimum: 1 }),
      standing: Type.Boolean(),
    }),
  ),
  categories: Type.Array(
    Type.Object({ name: Type.String(), color: Type.String(), seat_count: Type.Integer({ minimum: 0 }) }),
  ),
});
export type PlanSummary = Static<typeof PlanSummary>;

/** Answer to an import. Places are written as JSON pointers, or as lines of a table. */
export const PlanImported = Type.Object({
  success: Type.Literal(true),
  plan: PlanSummary,
  ignored: Type.Array(Type.String(), {
    description: 'Members of the given file that mean nothing here, by place.',
  }),
  notes: Type.Array(Type.String(), {
    description: 'What was changed so that the plan fits, and what looks like a mistake.',
  }),
});
export type PlanImported = Static<typeof PlanImported>;

/** Halls to start a drawing from. */
export const PLAN_TEMPLATES = ['grid', 'theatre', 'hall', 'arena', 'stadium'] as const;
export const PlanTemplateName = Type.Enum([...PLAN_TEMPLATES]);
export type PlanTemplateName = Static<typeof PlanTemplateName>;

export const PlanTemplateList = Type.Object({
  templates: Type.Array(
    Type.Object({
      name: PlanTemplateName,
      seat_count: Type.Integer({ minimum: 1, maximum: PLAN_SEATS_MAX }),
    }),
  ),
});
export type PlanTemplateList = Static<typeof PlanTemplateList>;
