/** What organisers do, by which change of the log it shows; `rules`, `sale` and `doors` show in none. */
export const HOUSE_MAKERS: Readonly<Record<string, string>> = {
  blocked: 'block',
  unblocked: 'unblock',
  reserved: 'desk_sale',
  cancelled: 'desk_cancel',
  released: 'end_holds',
};

export const HOUSE_OPS: readonly string[] = [...Object.values(HOUSE_MAKERS), 'rules', 'sale', 'doors'];
