// A plug-in of Stryker's: what it need not change, because no promise hangs on it.

/**
 * A place in the syntax tree, as far as it matters here.
 *
 * @typedef {{ type: string, callee?: { name?: string }, key?: { name?: string }, value?: { type: string },
 *   id?: { name?: string }, init?: { type: string } }} SyntaxNode
 * @typedef {{ node: SyntaxNode, parentPath: Place | null }} Place
 */

/**
 * Why nothing at this place is changed; undefined where it is.
 *
 * @param {Place} place
 * @returns {string | undefined}
 */
function shouldIgnore({ node, parentPath }) {
  const made = parentPath?.node;
  const isErrorText =
    made?.type === 'NewExpression' && made.callee !== node && made.callee?.name?.endsWith('Error') === true;
  if (isErrorText) return 'The text of an error is for whoever reads the log.';
  const isMessage =
    (node.key ?? node.id)?.name === 'message' &&
    /^(Template|String)Literal$/.test((node.value ?? node.init)?.type ?? '');
  return isMessage ? 'The wording of a message is for people; programs go by its reason.' : undefined;
}

export const strykerPlugins = [{ kind: 'Ignore', name: 'unsaid', value: { shouldIgnore } }];
