/**
 * The page that shows a ticket to whoever knows its code and phone number, with the code filled in. It stands in the
 * fragment, which is sent to no server and so stands in no log.
 *
 * @param findPage the address of that page
 */
export function ticketLink(findPage: string, code: string): string {
  return `${findPage}#code=${encodeURIComponent(code)}`;
}
