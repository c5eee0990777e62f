/** Largest JSON body that is read. */
export const BODY_LIMIT_BYTES = 1024 * 1024;
/** Deepest nesting of a JSON body: deeper ones serve nobody and exhaust the stack of whoever walks them. */
export const MAX_JSON_DEPTH = 32;
