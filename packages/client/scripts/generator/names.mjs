/** Names of the SDK, derived from the tags and operationIds of the document. */

const words = (text) => text.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
/** `API` is a word like any other. */
const capital = (word) => word[0].toUpperCase() + (/[a-z]/.test(word) ? word : word.toLowerCase()).slice(1);
const small = (word) => word[0].toLowerCase() + word.slice(1);

export const pascal = (text) => words(text).map(capital).join('');
export const camel = (text) => small(pascal(text));

const singular = (name) => (name.endsWith('ies') ? `${name.slice(0, -3)}y` : name.replace(/s$/, ''));

/** `post groups` → `postGroups`, the property of the client. */
export const resourceName = (tag) => camel(tag);

/**
 * The operationId without the resource's noun: `createPostGroup` of `post groups` → `create`, `listPosts` of
 * `posts` → `list`, `getPostTimeline` of `posts` → `timeline`.
 */
export function methodName(operationId, tag) {
  const plural = pascal(tag);
  const noun = [plural, singular(plural)].find((name) => operationId.includes(name));
  const rest = noun === undefined ? operationId : operationId.replace(noun, '');
  const read = /^(?:get|list)([A-Z].*)$/.exec(rest)?.[1];
  return small(read ?? rest);
}
