// A plug-in of Stryker's: what it need not change, because no promise hangs on it.

/**
 * A place in the syntax tree, as far as it matters here.
 *
 * @typedef {{ type: string, callee?: { name?: string }, key?: { name?: string }, value?: { type: string } }} SyntaxNode
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
    node.type === 'ObjectProperty' &&
    node.key?.name === 'message' &&
    (node.value?.type === 'TemplateLiteral' || node.value?.type === 'StringLiteral');
  return isMessage ? 'The wording of a message is for people; programs go by its reason.' : undefined;
}

export const strykerPlugins = [{ kind: 'Ignore', name: 'unsaid', value: { shouldIgnore } }];
